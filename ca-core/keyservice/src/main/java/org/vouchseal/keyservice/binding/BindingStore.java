package org.vouchseal.keyservice.binding;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;

/** Where bindings are kept. Every method needs a running transaction; nothing is ever changed. */
public interface BindingStore {

  /** The owner for whom a signing key acted first. */
  Optional<KeyOwner> ownerOf(SpkiDigest signer);

  /** Adds a signing key; a second time is DuplicateKey out of the transaction. */
  void addSigner(SpkiDigest signer, KeyOwner owner, Instant at);

  /** The order under which a message came first. */
  Optional<Reference> orderOf(String requestDigest);

  /** Adds a message; a second time is DuplicateKey out of the transaction. */
  void addRequest(String requestDigest, Reference order, Instant at);
}
