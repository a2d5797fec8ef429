package org.vouchseal.api.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What JAX-RS refuses by itself, such as 404, 405, 406 and 415, in the form of every problem. */
@Dependent
@Provider
public class RefusedByContainer implements ExceptionMapper<WebApplicationException> {

  private final Problems problems;

  @Inject
  public RefusedByContainer(Problems problems) {
    this.problems = problems;
  }

  @Override
  public Response toResponse(WebApplicationException refusal) {
    int status = refusal.getResponse().getStatus();
    if (status >= 500) {
      return JaxRs.response(problems.fault(refusal));
    }
    Answer answer = HttpRefusals.of(problems, status);
    String allowed = refusal.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return JaxRs.response(allowed == null ? answer : answer.with(HttpHeaders.ALLOW, allowed));
  }
}
