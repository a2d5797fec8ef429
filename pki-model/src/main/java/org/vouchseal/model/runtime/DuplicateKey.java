package org.vouchseal.model.runtime;

/** A unique key of the database refused a row: somebody was first. The transaction is undone. */
public final class DuplicateKey extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DuplicateKey(String message, Throwable cause) {
    super(message, cause);
  }
}
