package org.vouchseal.hsm;

/** The token could not be opened or answered with a fault; nothing was done. */
public final class TokenUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TokenUnavailable(String message) {
    super(message);
  }

  public TokenUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
