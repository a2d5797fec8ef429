package org.vouchseal.server;

import jakarta.servlet.annotation.WebFilter;
import org.vouchseal.bodies.BodyFilter;
import org.vouchseal.bodies.BodySettings;
import org.vouchseal.issuing.cmp.CmpBodyLimit;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.status.http.OcspEndpoint;

/** Reads what is posted to the public doors of the CA; the registrar's is private. */
@WebFilter(
    filterName = "bodies",
    urlPatterns = {"/.well-known/cmp/*", "/ocsp/*"}, // also without anything behind
    asyncSupported = true)
public class PublicBodies extends BodyFilter {
  private static final long serialVersionUID = 1L;
  private static final String CMP = "/.well-known/cmp";

  public PublicBodies() {
    super(PublicBodies::limit, BodySettings.standard());
  }

  private static int limit(String path) {
    return path.startsWith(CMP)
        ? new CmpBodyLimit(CmpSettings.DEFAULT.maxBody()).octets(path.substring(CMP.length()))
        : OcspEndpoint.MAX_BODY;
  }
}
