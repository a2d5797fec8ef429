package org.vouchseal.status.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@link OcspEndpoint} in a servlet container. */
@WebServlet(
    name = "ocsp",
    urlPatterns = {"/ocsp", "/ocsp/*"},
    asyncSupported = true)
public class OcspServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient OcspEndpoint endpoint;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(OcspEndpoint given) {
    this.endpoint = given;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServletBridge.send(endpoint.respond(ServletBridge.request(request)), response);
  }
}
