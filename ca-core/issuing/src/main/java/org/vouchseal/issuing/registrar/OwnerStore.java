package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/** Keeps owners and who followed whom at a mailbox; every call needs a running transaction. */
public interface OwnerStore {

  /** The tenant and first order of an owner. */
  Optional<KnownOwner> find(OwnerId owner);

  /** Makes an owner known; {@code DuplicateKey} when he is. */
  void add(OwnerId owner, KnownOwner known, Instant at);

  /** Notes a succession unless it is noted. True when it is new. */
  boolean note(OwnerSuccession succession);

  /**
   * Noted successions that are due at or before {@code at}, oldest first, at most {@code limit}.
   */
  List<OwnerSuccession> due(Instant at, int limit);

  /** Successions that an order caused. */
  List<OwnerSuccession> causedBy(Reference reference);

  /** As {@link #causedBy}; until the end of the transaction nobody else settles them. */
  List<OwnerSuccession> causedByAndLock(Reference reference);

  /** Moves a noted succession on. True when it was noted and this call moved it. */
  boolean settle(OwnerSuccession succession, OwnerSuccession.State state);

  /**
   * What is kept of an owner.
   *
   * @param tenant the customer he belongs to
   * @param firstReference the order that made him known
   */
  record KnownOwner(TenantId tenant, Reference firstReference) {}
}
