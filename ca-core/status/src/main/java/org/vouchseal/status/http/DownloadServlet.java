package org.vouchseal.status.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@link DownloadEndpoint} in a servlet container. */
@WebServlet(name = "pki", urlPatterns = "/pki/*")
public class DownloadServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient DownloadEndpoint endpoint;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(DownloadEndpoint given) {
    this.endpoint = given;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServletBridge.send(endpoint.respond(ServletBridge.request(request)), response);
  }
}
