package org.vouchseal.api.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Our own faults: a reference in the answer, all the rest in the log. */
@Dependent
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {

  private final Problems problems;

  @Inject
  public FaultMapper(Problems problems) {
    this.problems = problems;
  }

  @Override
  public Response toResponse(Throwable fault) {
    return JaxRs.response(problems.fault(fault));
  }
}
