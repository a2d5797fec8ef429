package org.vouchseal.issuing.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.model.runtime.TrustedProxies;

/** Carries {@code /.well-known/cmp/*} to the CMP door. */
@WebServlet(
    name = "cmp",
    urlPatterns = {"/.well-known/cmp", "/.well-known/cmp/*"},
    asyncSupported = true)
public class CmpServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient CmpResponder responder;

  @SuppressWarnings("NullAway") // as above
  private transient TrustedProxies proxies;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(CmpResponder given, TrustedProxies believed) {
    this.responder = given;
    this.proxies = believed;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CmpHttpResponse answer =
        responder.respond(
            new CmpHttpRequest(
                request.getMethod(),
                Optional.ofNullable(request.getPathInfo()).orElse(""),
                Optional.ofNullable(request.getContentType()),
                request.getInputStream(),
                proxies.client(
                    request.getRemoteAddr(),
                    Collections.list(request.getHeaders("X-Forwarded-For")))));
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setHeader("Cache-Control", "no-store");
    if (answer.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      response.setHeader("Allow", "POST");
    }
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
