package org.vouchseal.issuing.key;

/** The octets are no SubjectPublicKeyInfo that we certify, or not its exact DER. */
public final class UnreadableKey extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableKey(String message) {
    super(message);
  }

  public UnreadableKey(String message, Throwable cause) {
    super(message, cause);
  }
}
