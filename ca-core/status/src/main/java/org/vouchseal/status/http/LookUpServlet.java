package org.vouchseal.status.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.vouchseal.model.runtime.TrustedProxies;

/** {@link LookUpEndpoint} in a servlet container. */
@WebServlet(name = "look-up", urlPatterns = LookUpEndpoint.PATH)
public class LookUpServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient LookUpEndpoint endpoint;

  @SuppressWarnings("NullAway") // as above
  private transient TrustedProxies proxies;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(LookUpEndpoint given, TrustedProxies believed) {
    this.endpoint = given;
    this.proxies = believed;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LookUpRequest asked =
        new LookUpRequest(
            request.getMethod(),
            Optional.ofNullable(request.getQueryString()).orElse(""),
            proxies.client(
                request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For"))));
    ServletBridge.send(endpoint.respond(asked), response);
  }
}
