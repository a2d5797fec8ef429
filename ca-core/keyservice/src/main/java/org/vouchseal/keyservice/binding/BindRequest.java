package org.vouchseal.keyservice.binding;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Binds what issuing shows to what it showed before: a signing key acts for one owner for ever, and
 * a message counts under one order only. A certificate says for which mailbox it is, not whose; so
 * this is what keeps issuing from filing one owner's request under the order of another.
 *
 * <p>Not held: the first message of a signing key is believed under any order for its mailbox.
 */
public final class BindRequest {

  private final Transactions transactions;
  private final BindingStore store;
  private final AuditTrail audit;
  private final Clock clock;

  public BindRequest(Transactions transactions, BindingStore store, AuditTrail audit, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Why the message may not be answered under the order; empty when it may, and then it is bound.
   *
   * @param requestDigest SHA-256 of the whole message, 64 lower-case hexadecimal digits
   * @param signer the key that signed it; empty under a MAC
   */
  public Optional<String> refusal(
      EnrolmentOrder order, String requestDigest, Optional<SpkiDigest> signer) {
    try {
      return transactions.run(() -> inTransaction(order, requestDigest, signer));
    } catch (DuplicateKey somebodyWasFirst) {
      return transactions.run(() -> inTransaction(order, requestDigest, signer));
    }
  }

  private Optional<String> inTransaction(
      EnrolmentOrder order, String requestDigest, Optional<SpkiDigest> signer) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return signer
        .flatMap(key -> ofSigner(key, order, now))
        .or(() -> ofMessage(requestDigest, order.reference(), now));
  }

  private Optional<String> ofSigner(SpkiDigest signer, EnrolmentOrder order, Instant now) {
    KeyOwner owner = KeyOwner.of(order);
    Optional<KeyOwner> known = store.ownerOf(signer);
    if (known.isPresent()) {
      return known.get().equals(owner)
          ? Optional.empty()
          : Optional.of("the signing certificate's key acts for another owner than the order's");
    }
    store.addSigner(signer, owner, now);
    audit.append(
        new AuditEvent(
            "signer.learned",
            "order:" + order.reference(),
            "signer:" + signer.hex(),
            Map.of("owner", owner.owner().value(), "tenant", owner.tenant().value())));
    return Optional.empty();
  }

  private Optional<String> ofMessage(String requestDigest, Reference order, Instant now) {
    Optional<Reference> known = store.orderOf(requestDigest);
    if (known.isPresent()) {
      return known.get().equals(order)
          ? Optional.empty()
          : Optional.of("the message was answered under another order");
    }
    store.addRequest(requestDigest, order, now);
    return Optional.empty();
  }
}
