package org.vouchseal.keyservice.secret;

/** A secret was not taken; the message says which rule it breaks and never the secret. */
public final class SecretRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SecretRefused(String message) {
    super(message);
  }
}
