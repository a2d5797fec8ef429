package org.vouchseal.ceremony;

/**
 * The ceremony does not go on; the message says what was found, what was expected and what to do.
 */
public final class CeremonyRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CeremonyRefused(String message) {
    super(message);
  }

  CeremonyRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
