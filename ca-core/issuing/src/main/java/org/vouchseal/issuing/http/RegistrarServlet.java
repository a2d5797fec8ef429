package org.vouchseal.issuing.http;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Carries {@code /registrar/v1/*} to the registrar; the server maps it, on private ports only. */
public class RegistrarServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient RegistrarEndpoint endpoint;

  @Inject
  public RegistrarServlet(RegistrarEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RegistrarHttpResponse answer =
        endpoint.respond(
            new RegistrarHttpRequest(
                request.getMethod(),
                Optional.ofNullable(request.getPathInfo()).orElse(""),
                Optional.ofNullable(request.getHeader("Authorization")),
                request.getInputStream()));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
