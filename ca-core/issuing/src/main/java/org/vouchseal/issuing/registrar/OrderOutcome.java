package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/**
 * What became of an order so far.
 *
 * @param reference its name
 * @param state how far it has come
 * @param certificates everything issued under it, oldest first
 * @param formerOwners mailboxes that had another owner before
 */
public record OrderOutcome(
    Reference reference,
    State state,
    List<Certificate> certificates,
    List<FormerOwner> formerOwners) {

  /** How far an order has come. */
  public enum State {
    /** Its secret can be used. */
    OPEN,
    /** Its first signing certificate is confirmed. */
    ISSUED,
    /** Its secret ended unspent. */
    EXPIRED,
    REVOKED
  }

  /**
   * A certificate of the order.
   *
   * @param state {@code UNCONFIRMED}, {@code CONFIRMED}, {@code REJECTED} or {@code REVOKED}
   */
  public record Certificate(
      SerialNumber serial, ProfileName profile, Instant notAfter, String state) {}

  /**
   * Somebody else had proved the mailbox before.
   *
   * @param revocationDue when his certificates for it are revoked
   * @param state whether that still waits, was done, or was stopped by his objection
   */
  public record FormerOwner(Mailbox mailbox, Instant revocationDue, OwnerSuccession.State state) {}

  public OrderOutcome {
    certificates = List.copyOf(certificates);
    formerOwners = List.copyOf(formerOwners);
  }
}
