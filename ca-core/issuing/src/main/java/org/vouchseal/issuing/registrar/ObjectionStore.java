package org.vouchseal.issuing.registrar;

import java.util.Optional;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;

/** Keeps objections for ever; every call needs a running transaction. */
public interface ObjectionStore {

  /** Keeps the first one of this owner against this order; {@code DuplicateKey} for a second. */
  void keep(Objection objection);

  /** SHA-256 of the proof by which the owner objected to the order, if he did. */
  Optional<String> proofDigest(Reference reference, OwnerId formerOwner);
}
