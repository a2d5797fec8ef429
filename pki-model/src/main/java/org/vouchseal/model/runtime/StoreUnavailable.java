package org.vouchseal.model.runtime;

/** The database could not be reached, or did not answer in time. What happened may be unknown. */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
