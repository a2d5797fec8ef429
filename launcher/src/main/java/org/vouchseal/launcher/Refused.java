package org.vouchseal.launcher;

/** The launcher will not go on; the message says why and what to do, and is all that is shown. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refused(String message) {
    super(message);
  }
}
