package org.vouchseal.status.directory;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Mailbox;

/** Looks at a certificate from the database as a careful sender would. */
@FunctionalInterface
public interface RecipientCheck {

  /**
   * What is wrong with it; empty when it is signed by the CA, for this mailbox, for encryption and
   * nothing else, and valid at that time. Whether it is revoked is not said.
   */
  Optional<String> fault(byte[] der, Mailbox mailbox, Instant at);
}
