package org.vouchseal.benchmarks;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The least that a server does: reads a body and writes one of 1.5 kB (F). */
@WebServlet("/floor")
public final class Floor extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final byte[] ANSWER = new byte[1500];

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int unusedLength = request.getInputStream().readAllBytes().length;
    response.setContentType("application/octet-stream");
    response.setContentLength(ANSWER.length);
    response.getOutputStream().write(ANSWER);
  }
}
