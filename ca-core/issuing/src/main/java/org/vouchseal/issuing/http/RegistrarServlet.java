package org.vouchseal.issuing.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.runtime.ClientAddress;

/**
 * Carries {@code /registrar/v1/*} to the registrar. A reverse proxy never publishes it; one that
 * does all the same is known by what it says of its clients.
 */
@WebServlet(name = "registrar", urlPatterns = "/registrar/v1/*")
public class RegistrarServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final List<String> PROXIED = List.of("X-Forwarded-For", "Forwarded", "Via");

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient RegistrarEndpoint endpoint;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(RegistrarEndpoint given) {
    this.endpoint = given;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RegistrarHttpResponse answer =
        endpoint.respond(
            new RegistrarHttpRequest(
                isFromThisMachine(request),
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

  private static boolean isFromThisMachine(HttpServletRequest request) {
    return ClientAddress.parse(request.getRemoteAddr())
            .filter(ClientAddress::isLoopback)
            .isPresent()
        && PROXIED.stream().allMatch(header -> request.getHeader(header) == null);
  }
}
