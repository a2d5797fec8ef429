package org.vouchseal.persistence;

/** The database did not do what it was asked; the cause says why, and whether that may pass. */
public final class DatabaseFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseFault(String message, Throwable cause) {
    super(message, cause);
  }
}
