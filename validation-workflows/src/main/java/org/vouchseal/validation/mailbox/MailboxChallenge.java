package org.vouchseal.validation.mailbox;

import java.time.Instant;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;

/**
 * A code that was sent and what became of it.
 *
 * @param id number of the row
 * @param enrolment the one enrolment it holds for
 * @param mailbox the one mailbox it was sent to
 * @param codeDigest digest of the code, bound to both
 * @param madeAt when the code was made
 * @param endsAt until when it is accepted, exclusive
 * @param wrongTries how many other codes were tried
 * @param state where it stands
 * @param mail id of the mail that carried it
 */
public record MailboxChallenge(
    long id,
    Reference enrolment,
    Mailbox mailbox,
    String codeDigest,
    Instant madeAt,
    Instant endsAt,
    int wrongTries,
    State state,
    String mail) {

  /** Where a challenge stands. */
  public enum State {
    /** Nobody has typed the code yet. */
    OPEN,
    /** The code was typed; its holder may repeat that until the order is used. */
    PROVED,
    /** Too many wrong tries, or a newer code. */
    VOID
  }
}
