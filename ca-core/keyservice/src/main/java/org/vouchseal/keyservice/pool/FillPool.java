package org.vouchseal.keyservice.pool;

import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.key.MakeEncryptionKey;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Fills the pool up to its level, one key at a time, each sealed as soon as it is made and added in
 * a transaction of its own. One node at a time does it. Meant for a thread of low priority.
 */
public final class FillPool {

  /** The kind of key the pool holds; the others are made in a millisecond. */
  static final EncryptionAlgorithm ALGORITHM = EncryptionAlgorithm.RSA_3072;

  private final Transactions transactions;
  private final PoolStore store;
  private final RefillTurn turn;
  private final MakeEncryptionKey maker;
  private final KeySeal seal;
  private final AuditTrail audit;
  private final SecureRandom random;
  private final int wanted;
  private final AtomicLong made = new AtomicLong();

  /**
   * Fills one store.
   *
   * @param seal over the pool's own wrapping key
   * @param wanted the level to keep; 0 keeps the pool empty
   */
  public FillPool(
      Transactions transactions,
      PoolStore store,
      RefillTurn turn,
      MakeEncryptionKey maker,
      KeySeal seal,
      AuditTrail audit,
      SecureRandom random,
      int wanted) {
    if (wanted < 0) {
      throw new IllegalArgumentException("level of the key pool must not be negative: " + wanted);
    }
    this.transactions = transactions;
    this.store = store;
    this.turn = turn;
    this.maker = maker;
    this.seal = seal;
    this.audit = audit;
    this.random = random;
    this.wanted = wanted;
  }

  /**
   * Makes one key if the pool is not full and the turn is this node's.
   *
   * @return whether it made one; when not, nothing is to be done for a while
   */
  public boolean step() {
    if (level() >= wanted) {
      return false;
    }
    OptionalLong fence = turn.take();
    return fence.isPresent() && addOne(fence.getAsLong());
  }

  /** How many keys are ready, for metrics. */
  public int level() {
    return transactions.run(store::level);
  }

  /** How many keys this object has added since it exists, for metrics. */
  public long made() {
    return made.get();
  }

  private boolean addOne(long fence) {
    PooledKey key;
    try (EncryptionKeyPair pair = maker.make(ALGORITHM)) {
      String id = EscrowId.random(random).value();
      key =
          new PooledKey(
              id, pair.subjectPublicKeyInfo(), seal.seal(pair, PooledKey.binding(id, pair.spki())));
    }
    boolean added = transactions.run(() -> add(key, fence));
    if (added) {
      made.incrementAndGet();
    }
    return added;
  }

  private boolean add(PooledKey key, long fence) {
    if (!turn.isCurrent(fence)) {
      return false;
    }
    store.add(key);
    audit.append(AuditEvent.of("pool.key-made", "system:pool", "pool-key:" + key.id()));
    return true;
  }
}
