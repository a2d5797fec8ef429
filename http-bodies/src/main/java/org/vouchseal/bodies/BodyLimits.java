package org.vouchseal.bodies;

/** How large the body of a POST or PUT may be. */
@FunctionalInterface
public interface BodyLimits {

  /**
   * Most octets of a body, inclusive.
   *
   * @param path as on the wire, less the context; percent signs untouched
   */
  int octets(String path);
}
