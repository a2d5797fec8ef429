package org.vouchseal.conformance.http;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vouchseal.conformance.boot.ConformanceBoot;
import org.vouchseal.status.http.DownloadEndpoint;
import org.vouchseal.status.http.ServletBridge;
import org.vouchseal.status.http.WebAnswer;

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
    ServletBridge.send(answer(request), response);
  }

  private WebAnswer answer(HttpServletRequest request) throws IOException {
    String path = ServletBridge.path(request);
    if (path.startsWith(OCSP)) {
      return boot.ca()
          .ocsp()
          .respond(ServletBridge.request(request, "/ocsp" + path.substring(OCSP.length())));
    }
    // written in another way, such as with two slashes, it is the name of no file
    String name = path.startsWith(FILES) ? path.substring(FILES.length()) : "";
    return boot.ca()
        .downloads()
        .respond(ServletBridge.request(request, DownloadEndpoint.PATH + name));
  }
}
