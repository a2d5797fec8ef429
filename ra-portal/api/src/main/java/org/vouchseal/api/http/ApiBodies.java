package org.vouchseal.api.http;

import jakarta.servlet.annotation.WebFilter;
import org.vouchseal.bodies.BodyFilter;
import org.vouchseal.bodies.BodySettings;

/** Reads what is sent to the interface before a resource does. */
@WebFilter(filterName = "bodies", urlPatterns = "/v1/*", asyncSupported = true)
public class ApiBodies extends BodyFilter {
  private static final long serialVersionUID = 1L;

  public ApiBodies() {
    super(path -> RequestBody.LIMIT, BodySettings.standard());
  }
}
