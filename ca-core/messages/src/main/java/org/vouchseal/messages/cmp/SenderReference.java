package org.vouchseal.messages.cmp;

import java.util.Optional;

/** How a message under a MAC names the order whose secret protects it. */
@FunctionalInterface
public interface SenderReference {

  /** By senderKID alone; a sender's name is never trusted. */
  SenderReference STANDARD = HeaderFacts::senderKid;

  /** The octets of the order's reference, as claimed. */
  Optional<byte[]> of(HeaderFacts header);
}
