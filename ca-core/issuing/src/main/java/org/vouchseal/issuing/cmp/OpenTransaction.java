package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Transaction A: takes the use of the order and opens the CMP transaction, or finds the one that
 * the same message opened before.
 */
final class OpenTransaction {

  private final Transactions transactions;
  private final TransactionBook book;
  private final OrderStore orders;
  private final OrderUses uses;
  private final Clock clock;
  private final CmpSettings settings;

  OpenTransaction(CmpParts parts, TransactionBook book) {
    this.transactions = parts.transactions();
    this.book = book;
    this.orders = parts.registrar().orders();
    this.uses = parts.registrar().uses();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  Outcome<CmpTransaction, CmpRefusal> open(Conversation conversation, Route route, Order seen) {
    try {
      return transactions.run(() -> inTransaction(conversation, route, seen));
    } catch (DuplicateKey anotherCameFirst) {
      return transactions.run(() -> inTransaction(conversation, route, seen));
    }
  }

  private Outcome<CmpTransaction, CmpRefusal> inTransaction(
      Conversation conversation, Route route, Order seen) {
    Optional<Order> locked = usable(seen, route.underMac());
    byte[] id = conversation.transactionId();
    Optional<CmpTransaction> existing = book.findAndLock(id);
    if (existing.isPresent()) {
      return resumed(conversation, route, existing.get());
    }
    if (locked.isEmpty()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "the enrolment was replaced, revoked or spent meanwhile"));
    }
    OrderUses.Taking taking = uses.take(locked.get(), route.wanted(), id);
    return switch (taking.result()) {
      case TAKEN -> Outcome.of(begun(conversation, route, seen, taking.name()));
      case OPEN_ELSEWHERE ->
          Outcome.refused(
              CmpFailure.DUPLICATE_CERT_REQ.because(
                  "another request for the same certificate is open until it is confirmed,"
                      + " rejected or timed out"));
      case SPENT ->
          Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because(
                  "every certificate of profile "
                      + route.profile()
                      + " of this enrolment is issued"));
    };
  }

  private Optional<Order> usable(Order seen, boolean underMac) {
    Instant now = clock.instant();
    return orders
        .findAndLock(seen.reference())
        .filter(order -> order.jti().equals(seen.jti()))
        .filter(order -> underMac ? order.secretUsableAt(now) : order.usableAt(now));
  }

  private static Outcome<CmpTransaction, CmpRefusal> resumed(
      Conversation conversation, Route route, CmpTransaction existing) {
    boolean sameMessage =
        existing.requestDigest().equals(conversation.message().digestHex())
            && existing.profile().filter(route.profile()::equals).isPresent()
            && existing.sender().equals(conversation.requester().name());
    return sameMessage && !existing.state().isEnded()
        ? Outcome.of(existing)
        : Outcome.refused(TransactionBook.IN_USE);
  }

  private CmpTransaction begun(
      Conversation conversation, Route route, Order order, Optional<String> use) {
    Instant now = clock.instant();
    CmpTransaction opened =
        new CmpTransaction(
            conversation.transactionId(),
            conversation.requester().name(),
            conversation.requester().kind().name(),
            conversation.message().bodyType().label(),
            Optional.of(route.profile()),
            use,
            order.reference(),
            conversation.message().digestHex(),
            CmpTransaction.State.OPEN,
            now,
            now.plus(settings.confirmWait()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    book.begin(opened);
    return opened;
  }
}
