package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;

/** Keeps the newest wish of each owner about each of his mailboxes. Needs a running transaction. */
@FunctionalInterface
public interface DirectoryChoiceStore {

  /**
   * Keeps the wish, unless one that was signed later is kept already.
   *
   * @param listed whether the current encryption certificate is offered
   * @param reference the order whose statement said so
   * @param signedAt when the registration authority signed it
   */
  void keepNewest(
      OwnerId owner, Mailbox mailbox, boolean listed, Reference reference, Instant signedAt);
}
