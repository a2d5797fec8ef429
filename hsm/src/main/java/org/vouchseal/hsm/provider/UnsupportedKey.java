package org.vouchseal.hsm.provider;

/**
 * A public key of a kind, size or encoding that Vouchseal does not take; the message says which.
 */
public final class UnsupportedKey extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnsupportedKey(String message) {
    super(message);
  }

  UnsupportedKey(String message, Throwable cause) {
    super(message, cause);
  }
}
