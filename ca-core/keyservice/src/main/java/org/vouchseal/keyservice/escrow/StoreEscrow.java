package org.vouchseal.keyservice.escrow;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.key.MakeEncryptionKey;
import org.vouchseal.keyservice.key.PairwiseCheck;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Puts the encryption key for a request into escrow: one that is made here, or the client's own.
 *
 * <p>Guarantees: when {@link #store} returns, the record with its receipt and its audit row is
 * durable, and a key drawn from the pool is gone from there: all in one transaction. The same
 * order, transaction and request digest always give the same record. A key passes every gate or is
 * not stored.
 */
public final class StoreEscrow {

  private final Transactions transactions;
  private final EscrowStore store;
  private final ReadyKeys readyKeys;
  private final MakeEncryptionKey maker;
  private final KeySeal seal;
  private final SigningKey receiptKey;
  private final AuditTrail audit;
  private final Clock clock;
  private final SecureRandom random;
  private final List<StoreGate> gates;

  public StoreEscrow(
      Transactions transactions,
      EscrowStore store,
      ReadyKeys readyKeys,
      MakeEncryptionKey maker,
      KeySeal seal,
      SigningKey receiptKey,
      AuditTrail audit,
      Clock clock,
      SecureRandom random,
      PairwiseCheck pairwise) {
    this(
        transactions,
        store,
        readyKeys,
        maker,
        seal,
        receiptKey,
        audit,
        clock,
        random,
        List.of(new OrderOfEncryptionClass(), new PrivateKeyReproducesPublicKey(pairwise)));
  }

  /** With other gates than all; for the tests that show each gate alone. */
  StoreEscrow(
      Transactions transactions,
      EscrowStore store,
      ReadyKeys readyKeys,
      MakeEncryptionKey maker,
      KeySeal seal,
      SigningKey receiptKey,
      AuditTrail audit,
      Clock clock,
      SecureRandom random,
      List<StoreGate> gates) {
    this.transactions = transactions;
    this.store = store;
    this.readyKeys = readyKeys;
    this.maker = maker;
    this.seal = seal;
    this.receiptKey = receiptKey;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.gates = List.copyOf(gates);
  }

  /**
   * The record for the request: the one stored before, or a new one.
   *
   * @throws EscrowRefused when a gate is closed
   * @throws DuplicateKey when the public key was in escrow before, under another request
   */
  public EscrowRecord store(EscrowRequest request) {
    Optional<EscrowRecord> stored = attempt(request, readyKeys);
    if (stored.isPresent()) {
      return stored.get();
    }
    // The slow path. Outside a transaction, since making an RSA key may take seconds.
    try (EncryptionKeyPair fresh = maker.make(request.algorithm())) {
      return attempt(request, fresh);
    }
  }

  /**
   * The record for a key that the client made: the one stored before, or a new one. The pair stays
   * the caller's to close.
   *
   * @throws EscrowRefused when a gate is closed
   * @throws DuplicateKey when the public key was in escrow before, under another request
   */
  public EscrowRecord archive(EscrowRequest request, EncryptionKeyPair pair) {
    return attempt(request, pair);
  }

  /** Stores a key that the caller has made; the pair stays the caller's to close. */
  EscrowRecord attempt(EscrowRequest request, EncryptionKeyPair pair) {
    return orTheOneStoredMeanwhile(request, () -> Optional.of(insert(request, pair))).orElseThrow();
  }

  private Optional<EscrowRecord> attempt(EscrowRequest request, ReadyKeys source) {
    return orTheOneStoredMeanwhile(
        request,
        () -> {
          Optional<EncryptionKeyPair> drawn = source.drawInTransaction(request.algorithm());
          if (drawn.isEmpty()) {
            return Optional.empty();
          }
          try (EncryptionKeyPair pair = drawn.get()) {
            return Optional.of(insert(request, pair));
          }
        });
  }

  private Optional<EscrowRecord> orTheOneStoredMeanwhile(
      EscrowRequest request, java.util.function.Supplier<Optional<EscrowRecord>> work) {
    try {
      return transactions.run(() -> existing(request).or(work));
    } catch (DuplicateKey somebodyWasFirst) {
      Optional<EscrowRecord> other = transactions.run(() -> existing(request));
      if (other.isEmpty()) {
        throw somebodyWasFirst;
      }
      return other;
    }
  }

  private Optional<EscrowRecord> existing(EscrowRequest request) {
    return store.findByRequest(
        KeyOwner.of(request.order()),
        request.order().reference(),
        request.transactionId(),
        request.requestDigest());
  }

  private EscrowRecord insert(EscrowRequest request, EncryptionKeyPair pair) {
    gates.forEach(gate -> gate.check(request, pair));
    EscrowRecord record = record(request, pair);
    store.add(record);
    audit.append(
        new AuditEvent(
            "escrow.stored",
            "order:" + record.order(),
            "escrow:" + record.id(),
            Map.of(
                "owner", record.owner().owner().value(),
                "tenant", record.owner().tenant().value(),
                "profile", request.profile().value(),
                "requestDigest", record.requestDigest(),
                "spki", record.spki().hex(),
                "kekVersion", Integer.toString(record.sealed().dataKey().keyVersion()))));
    return record;
  }

  private EscrowRecord record(EscrowRequest request, EncryptionKeyPair pair) {
    EscrowId id = EscrowId.random(random);
    KeyOwner owner = KeyOwner.of(request.order());
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    EscrowBinding binding =
        new EscrowBinding(
            owner,
            id,
            pair.spki(),
            EscrowRecord.ENC,
            EscrowRecord.CLOUD,
            EscrowRecord.BLOB_VERSION);
    SealedKey sealed = seal.seal(pair, binding);
    EscrowReceipt receipt =
        new EscrowReceipt(
            id,
            pair.spki(),
            owner.owner(),
            request.order().reference(),
            request.requestDigest(),
            KeyUse.ENCRYPTION,
            EscrowRecord.CLOUD,
            at);
    return new EscrowRecord(
        id,
        owner,
        request.order().reference(),
        request.transactionId(),
        request.requestDigest(),
        pair.spki(),
        pair.subjectPublicKeyInfo(),
        binding.keyClass(),
        binding.policy(),
        binding.blobVersion(),
        sealed,
        at,
        receiptKey.sign(receipt.statement()));
  }
}
