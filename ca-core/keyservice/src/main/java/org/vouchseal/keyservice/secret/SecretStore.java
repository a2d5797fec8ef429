package org.vouchseal.keyservice.secret;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Reference;

/** Where sealed secrets are kept, one for each reference. Every method needs a transaction. */
public interface SecretStore {

  /** The secret of that order, also when it is spent. */
  Optional<SealedSecret> find(Reference reference);

  /** As {@link #find}, and holds it for this transaction. */
  Optional<SealedSecret> findForChange(Reference reference);

  /** Adds the first secret of an order; DuplicateKey when there is one. */
  void add(SealedSecret secret);

  /** Puts the secret of a superseding order in the place of the earlier one. */
  void replace(SealedSecret secret);

  /** Wipes the secret of that order; whether there was one. */
  boolean erase(Reference reference);

  /** Wipes every secret that has expired; how many there were. */
  int eraseExpired(Instant now);
}
