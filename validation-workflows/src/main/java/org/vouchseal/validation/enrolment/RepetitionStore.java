package org.vouchseal.validation.enrolment;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps which idempotent requests were done. Every method needs a running transaction. */
public interface RepetitionStore {

  Optional<Done> find(String keyDigest, Instant now);

  /** Adds one in place of one whose time is over; a live one is a DuplicateKey. */
  void insert(String keyDigest, Done done, Instant now);

  void forgetUsedBefore(Instant now);

  /**
   * A request that was done.
   *
   * @param salt 32 octets from which, with the key, the token was made
   * @param expiresAt what was answered
   * @param usedUntil how long it may be repeated
   */
  record Done(
      String bodyDigest, byte[] salt, Reference enrolment, Instant expiresAt, Instant usedUntil) {}
}
