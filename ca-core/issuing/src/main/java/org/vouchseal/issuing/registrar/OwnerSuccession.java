package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;

/**
 * A mailbox has a new owner; the former owner's certificates for it end when it is due.
 *
 * @param mailbox the mailbox both had proved
 * @param formerOwner whose certificates end
 * @param newOwner who confirmed a certificate for it
 * @param reference the new owner's order
 * @param notedAt when the new owner's first certificate was confirmed
 * @param dueAt when the former owner's certificates are revoked, unless he objects before
 * @param state how far it has come
 */
public record OwnerSuccession(
    Mailbox mailbox,
    OwnerId formerOwner,
    OwnerId newOwner,
    Reference reference,
    Instant notedAt,
    Instant dueAt,
    State state) {

  /** How far a succession has come. */
  public enum State {
    NOTED,
    DONE,
    /** The former owner proved himself and objected; people decide. */
    OBJECTED
  }
}
