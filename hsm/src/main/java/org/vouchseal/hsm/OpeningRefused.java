package org.vouchseal.hsm;

/** A sealed or encrypted thing did not open; deliberately says no more. */
public final class OpeningRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OpeningRefused(String message) {
    super(message);
  }
}
