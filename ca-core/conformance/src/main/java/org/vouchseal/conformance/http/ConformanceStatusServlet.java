package org.vouchseal.conformance.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.vouchseal.conformance.boot.ConformanceBoot;
import org.vouchseal.status.http.DownloadEndpoint;
import org.vouchseal.status.http.WebAnswer;
import org.vouchseal.status.http.WebRequest;

/** What certificates of the conformance CA point to, its root among it. */
@WebServlet(
    name = "conformance-status",
    urlPatterns = {
      "/pki/conformance-root.cer",
      "/pki/conformance-root.crl",
      "/pki/conformance-smime.cer",
      "/pki/conformance-smime.crl",
      "/pki/conformance-trust.cer",
      "/pki/conformance-trust.crl",
      "/pki/conformance-cps",
      ConformanceStatusServlet.OCSP,
      ConformanceStatusServlet.OCSP + "/*"
    })
public class ConformanceStatusServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String OCSP = "/ocsp/conformance";
  private static final String FILES = DownloadEndpoint.PATH + "conformance-";

  private static final Clock CLOCK = Clock.systemUTC();

  @SuppressWarnings("NullAway") // given by the container before the first request
  private transient ConformanceBoot boot;

  /** Called by the container, which makes servlets without arguments. */
  @Inject
  void use(ConformanceBoot given) {
    this.boot = given;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    WebAnswer answer = answer(request);
    response.setStatus(answer.status());
    response.setDateHeader("Date", CLOCK.millis());
    answer.headers().forEach(response::setHeader);
    response.setContentLength(answer.length());
    response.getOutputStream().write(answer.body());
  }

  private WebAnswer answer(HttpServletRequest request) throws IOException {
    // the request URI is the one form in which the container leaves percent signs alone
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (path.startsWith(OCSP)) {
      return boot.ca().ocsp().respond(asked(request, "/ocsp" + path.substring(OCSP.length())));
    }
    // written in another way, such as with two slashes, it is the name of no file
    String name = path.startsWith(FILES) ? path.substring(FILES.length()) : "";
    return boot.ca().downloads().respond(asked(request, DownloadEndpoint.PATH + name));
  }

  private static WebRequest asked(HttpServletRequest request, String path) throws IOException {
    return new WebRequest(
        request.getMethod(),
        path,
        name -> Optional.ofNullable(request.getHeader(name)),
        request.getInputStream());
  }
}
