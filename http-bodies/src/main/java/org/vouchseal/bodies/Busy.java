package org.vouchseal.bodies;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is said when there is no room (RFC 9110 §15.6.4). */
final class Busy {

  private static final String AFTER_SECONDS = "2";
  private static final byte[] TEXT =
      "too many requests at once, try again in a moment\n".getBytes(StandardCharsets.UTF_8);

  private Busy() {}

  static void answer(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", AFTER_SECONDS);
    response.setHeader("Connection", "close");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(TEXT.length);
    response.getOutputStream().write(TEXT);
  }
}
