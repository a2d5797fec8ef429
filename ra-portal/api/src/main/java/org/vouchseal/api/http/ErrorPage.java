package org.vouchseal.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the container refuses before JAX-RS sees it, in the form of every problem. */
@SuppressWarnings("serial") // never serialized
public class ErrorPage extends HttpServlet {

  private final Problems problems;

  @Inject
  public ErrorPage(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer = answer(request);
    response.setStatus(answer.status());
    response.setContentType(answer.mediaType());
    response.setHeader("Cache-Control", "no-store");
    answer.headers().forEach(response::setHeader);
    response.getOutputStream().write(answer.octets());
  }

  private Answer answer(HttpServletRequest request) {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object fault = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (!(status instanceof Integer code)) {
      return HttpRefusals.of(problems, 404);
    }
    if (code < 500) {
      return HttpRefusals.of(problems, code);
    }
    return problems.fault(
        fault instanceof Throwable thrown
            ? thrown
            : new IllegalStateException("the container answered " + code));
  }
}
