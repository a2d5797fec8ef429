package org.vouchseal.status.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Between the servlet container and {@link WebRequest}, {@link WebAnswer}. */
public final class ServletBridge {

  private static final Clock CLOCK = Clock.systemUTC();

  private ServletBridge() {}

  /** The request URI is the one form in which the container leaves percent signs alone. */
  static WebRequest request(HttpServletRequest request) throws IOException {
    return request(request, path(request));
  }

  /** The path as on the wire, less the context. */
  public static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }

  /** A request for another path than the one on the wire. */
  public static WebRequest request(HttpServletRequest request, String path) throws IOException {
    return new WebRequest(
        request.getMethod(),
        path,
        name -> Optional.ofNullable(request.getHeader(name)),
        request.getInputStream());
  }

  /** Payara Micro adds no Date, without which caches cannot tell an answer's age. */
  public static void send(WebAnswer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    response.setHeader("Date", HttpDate.format(CLOCK.instant()));
    answer.headers().forEach(response::setHeader);
    if (answer.status() == HttpServletResponse.SC_NOT_MODIFIED) {
      return; // a length here would be that of the document (RFC 9110 §8.6)
    }
    response.setContentLengthLong(answer.length());
    answer.writeTo(response.getOutputStream());
  }
}
