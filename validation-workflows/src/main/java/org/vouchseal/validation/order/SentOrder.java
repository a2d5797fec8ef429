package org.vouchseal.validation.order;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A statement that was signed for the registrar, as evidence.
 *
 * @param number counts the statements of a reference from 1
 * @param state what is known of its fate
 */
public record SentOrder(
    String jti,
    Reference reference,
    int number,
    Kind kind,
    String jws,
    Instant signedAt,
    State state) {

  /** What it says. */
  public enum Kind {
    ENROLMENT,
    REVOCATION,
    REVALIDATION,
    DIRECTORY
  }

  /** What is known of its fate. */
  public enum State {
    /** Signed and perhaps sent. */
    INTENDED,
    ACCEPTED,
    REFUSED
  }
}
