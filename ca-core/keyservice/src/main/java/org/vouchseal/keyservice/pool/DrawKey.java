package org.vouchseal.keyservice.pool;

import java.util.Optional;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.escrow.EscrowStore;
import org.vouchseal.keyservice.escrow.ReadyKeys;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.key.PairwiseCheck;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Draws keys from the pool. A key that does not open, whose halves do not belong together, or that
 * is in escrow already (a restored backup may bring it back) is removed with an audit row and the
 * next one is tried, so that a spoilt row stops nobody. A fault of token or provider proves nothing
 * about a key: it undoes the transaction, and the pool is as it was.
 */
public final class DrawKey implements ReadyKeys {

  private final PoolStore store;
  private final EscrowStore escrow;
  private final KeySeal seal;
  private final PairwiseCheck pairwise;
  private final AuditTrail audit;

  /**
   * Draws from one store for another.
   *
   * @param seal over the pool's own wrapping key
   */
  public DrawKey(
      PoolStore store, EscrowStore escrow, KeySeal seal, PairwiseCheck pairwise, AuditTrail audit) {
    this.store = store;
    this.escrow = escrow;
    this.seal = seal;
    this.pairwise = pairwise;
    this.audit = audit;
  }

  @Override
  public Optional<EncryptionKeyPair> drawInTransaction(EncryptionAlgorithm algorithm) {
    if (algorithm != FillPool.ALGORITHM) {
      return Optional.empty();
    }
    for (Optional<PooledKey> drawn = store.draw(); drawn.isPresent(); drawn = store.draw()) {
      Optional<EncryptionKeyPair> pair = opened(drawn.get());
      String type = pair.isPresent() ? "pool.drawn" : "pool.spoilt-key-removed";
      audit.append(AuditEvent.of(type, "system:pool", "pool-key:" + drawn.get().id()));
      if (pair.isPresent()) {
        return pair;
      }
    }
    return Optional.empty();
  }

  private Optional<EncryptionKeyPair> opened(PooledKey key) {
    if (escrow.holds(key.spki())) {
      return Optional.empty();
    }
    try {
      EncryptionKeyPair pair =
          seal.open(key.sealed(), key.binding(), key.spki(), key.subjectPublicKeyInfo());
      if (pair.algorithm() == FillPool.ALGORITHM && pairwise.holds(pair)) {
        return Optional.of(pair);
      }
      pair.close();
      return Optional.empty();
    } catch (OpeningRefused spoilt) {
      return Optional.empty();
    }
  }
}
