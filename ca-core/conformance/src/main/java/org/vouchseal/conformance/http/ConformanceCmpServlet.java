package org.vouchseal.conformance.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.vouchseal.conformance.ConformanceCa;
import org.vouchseal.conformance.boot.ConformanceBoot;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * The two addresses of CMP, each with operation labels behind it. Which profile is meant is said by
 * certProfile; without one it is {@code signing}.
 */
@WebServlet(
    name = "conformance-cmp",
    urlPatterns = {
      ConformanceCmpServlet.AT_ONCE,
      ConformanceCmpServlet.AT_ONCE + "/*",
      ConformanceCmpServlet.WAITING,
      ConformanceCmpServlet.WAITING + "/*"
    })
public class ConformanceCmpServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String AT_ONCE = "/.well-known/cmp/p/conformance";
  static final String WAITING = "/.well-known/cmp/p/conformance-waiting";

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient ConformanceBoot boot;

  @SuppressWarnings("NullAway") // as above
  private transient TrustedProxies proxies;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(ConformanceBoot given, TrustedProxies believed) {
    this.boot = given;
    this.proxies = believed;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String label = Optional.ofNullable(request.getPathInfo()).orElse("");
    CmpHttpResponse answer =
        label.indexOf('/', 1) > 0
            ? new CmpHttpResponse(404, "text/plain", new byte[0])
            : door(request).respond(asked(request, label));
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  private CmpResponder door(HttpServletRequest request) {
    ConformanceCa ca = boot.ca();
    return request.getServletPath().equals(WAITING) ? ca.waiting() : ca.cmp();
  }

  private CmpHttpRequest asked(HttpServletRequest request, String label) throws IOException {
    return new CmpHttpRequest(
        request.getMethod(),
        label,
        Optional.ofNullable(request.getContentType()),
        request.getInputStream(),
        proxies.client(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For"))));
  }
}
