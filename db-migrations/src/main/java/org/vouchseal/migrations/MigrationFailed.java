package org.vouchseal.migrations;

/** A schema could not be brought up to date; the cause says which statement. */
public final class MigrationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
