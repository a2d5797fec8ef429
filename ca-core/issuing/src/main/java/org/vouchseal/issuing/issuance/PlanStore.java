package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.SpkiDigest;

/** Where plans and the classes of keys are kept. Every method needs a running transaction. */
public interface PlanStore {

  Optional<PlanRecord> find(String idempotencyKey);

  /**
   * Adds a plan; a second with the same idempotency key or serial number is a duplicate key, at the
   * latest at the commit.
   */
  void insert(PlanRecord plan);

  /**
   * Registers a key that was never registered for a class: nothing was ever planned, certified or
   * revoked of it, and until the running transaction ends nobody else plans anything of it. That it
   * was is a duplicate key, at the latest at the commit.
   */
  void claim(SpkiDigest key, KeyClass wanted, Instant now);

  /**
   * Registers a key for a class unless it is registered.
   *
   * @return the class that the key has for ever: {@code wanted}, or the one of who was first
   */
  KeyClass register(SpkiDigest key, KeyClass wanted, Instant now);

  /**
   * Whether the key was planned for an owner other than this one, also by a transaction that
   * committed after the running one began. To be asked after {@link #register}.
   */
  boolean hasOtherHolder(SpkiDigest key, OwnerId owner);
}
