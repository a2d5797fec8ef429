package org.vouchseal.hsm;

/** The token holds no key of this purpose, or none with the asked capability. */
public final class KeyAbsent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeyAbsent(String message) {
    super(message);
  }
}
