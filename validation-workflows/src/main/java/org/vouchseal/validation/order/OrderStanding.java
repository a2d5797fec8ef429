package org.vouchseal.validation.order;

import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SerialNumber;

/**
 * What became of an order, as the registrar tells it.
 *
 * @param state where it stands
 * @param certificates what was issued under it
 * @param formerOwners who owned the mailboxes before and is to be told
 */
public record OrderStanding(
    State state, List<Certificate> certificates, List<FormerOwner> formerOwners) {

  /** Where an order stands. */
  public enum State {
    OPEN,
    ISSUED,
    EXPIRED,
    REVOKED
  }

  /**
   * A certificate.
   *
   * @param profile name of its profile
   */
  public record Certificate(SerialNumber serial, String profile, Instant notAfter) {}

  /**
   * Somebody whose certificates for a mailbox will be revoked.
   *
   * @param revocationDue when
   * @param objected whether he proved himself and objected, so that nothing is revoked
   */
  public record FormerOwner(Mailbox mailbox, Instant revocationDue, boolean objected) {}

  public OrderStanding {
    certificates = List.copyOf(certificates);
    formerOwners = List.copyOf(formerOwners);
  }
}
