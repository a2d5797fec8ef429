package org.vouchseal.issuing.x509;

/** Something we made does not pass our own check; it was not handed out and not stored. */
public final class SelfCheckFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SelfCheckFailed(String message) {
    super(message);
  }
}
