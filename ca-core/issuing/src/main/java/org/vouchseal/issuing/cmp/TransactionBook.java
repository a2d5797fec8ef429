package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Keeps CMP transactions, each step with its audit event. Every method needs a running transaction
 * of the database; who locks an order as well locks it first.
 */
final class TransactionBook {

  static final CmpRefusal IN_USE =
      CmpFailure.TRANSACTION_ID_IN_USE.because(
          "transactionID was used before, begin again with a new one");

  private final CmpTransactionStore store;
  private final AuditTrail audit;
  private final Clock clock;

  TransactionBook(CmpParts parts) {
    this.store = parts.store();
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /** The one with that transactionID, locked. */
  Optional<CmpTransaction> findAndLock(byte[] transactionId) {
    return store.findAndLock(transactionId);
  }

  /** The transaction as it is now, locked. */
  CmpTransaction lock(CmpTransaction transaction) {
    return store
        .findAndLock(transaction.transactionId())
        .orElseThrow(() -> new IllegalStateException("a transaction disappeared: " + transaction));
  }

  /** The transaction and its order as they are now, both locked. */
  CmpTransactionStore.WithOrder lockWithOrder(CmpTransaction transaction) {
    return store
        .findWithOrderAndLock(transaction.transactionId(), transaction.reference())
        .orElseThrow(
            () -> new IllegalStateException("a transaction lost its order: " + transaction));
  }

  /**
   * Adds one that begins; {@code DuplicateKey}, at the latest at the commit, when its ID is taken.
   */
  void begin(CmpTransaction opened) {
    store.insert(opened);
    audit.append(
        event(
            "cmp.transaction.opened",
            opened,
            Map.of(
                "body", opened.body(),
                "profile", opened.profile().map(Object::toString).orElse(""),
                "use", opened.use().orElse(""),
                "request", opened.requestDigest())));
  }

  /** Adds one that is begun, done and answered at once; its deed has an audit event of its own. */
  void enter(CmpTransaction done, AuditEvent deed) {
    store.insert(done);
    audit.append(deed);
  }

  /** Moves a locked transaction on. */
  void move(CmpTransaction locked, CmpTransactionStore.Move to) {
    store.move(locked.transactionId(), locked.state(), to);
  }

  /** Lets the request of a locked transaction wait, from now on or further. */
  void await(
      CmpTransaction locked,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      CmpTransactionStore.Answered answered) {
    if (!store.await(locked.transactionId(), locked.state(), waiting, dueAt, answered)) {
      throw new IllegalStateException("a locked transaction moved: " + locked);
    }
    if (locked.state() != CmpTransaction.State.WAITING) {
      audit.append(event("cmp.transaction.waiting", locked, Map.of("until", dueAt.toString())));
    }
  }

  /** Ends a locked transaction. */
  void end(
      CmpTransaction locked,
      CmpTransaction.State end,
      Optional<CmpTransactionStore.Answered> answered) {
    Instant now = clock.instant();
    move(
        locked,
        new CmpTransactionStore.Move(
            end, Optional.of(now), Optional.empty(), Optional.empty(), answered));
    audit.append(event("cmp.transaction.ended", locked, Map.of("state", end.name())));
  }

  /** The answer that is kept for exactly this message, given by somebody who was first. */
  Outcome<byte[], CmpRefusal> answerOf(Conversation conversation) {
    return store
        .find(conversation.transactionId())
        .map(current -> answerOf(conversation, current))
        .orElseThrow(() -> new IllegalStateException("a transaction disappeared"));
  }

  /** The same for a transaction that is read already. */
  Outcome<byte[], CmpRefusal> answerOf(Conversation conversation, CmpTransaction current) {
    boolean lastAnswered =
        current.lastDigest().filter(conversation.message().digestHex()::equals).isPresent();
    return Outcome.of(current.answer().filter(kept -> lastAnswered), () -> IN_USE);
  }

  private static AuditEvent event(
      String type, CmpTransaction transaction, Map<String, String> detail) {
    Map<String, String> all = new TreeMap<>(detail);
    all.put("order", transaction.reference().value());
    return new AuditEvent(type, transaction.sender(), name(transaction.transactionId()), all);
  }

  /** How audit events and idempotency keys name a transaction. */
  static String name(byte[] transactionId) {
    return "cmp:" + HexFormat.of().formatHex(transactionId);
  }
}
