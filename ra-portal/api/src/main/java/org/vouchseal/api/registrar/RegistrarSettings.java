package org.vouchseal.api.registrar;

import java.net.URI;
import java.time.Duration;

/**
 * Where the registrar is, and who we are to it.
 *
 * @param registrar its address up to and without {@code /registrar}
 * @param name our name in its books
 * @param timeout how long one request may take
 */
public record RegistrarSettings(URI registrar, String name, Duration timeout) {

  /** With the time limit of the design. */
  public static RegistrarSettings of(URI registrar, String name) {
    return new RegistrarSettings(registrar, name, Duration.ofSeconds(5));
  }

  URI path(String path) {
    String base = registrar.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
