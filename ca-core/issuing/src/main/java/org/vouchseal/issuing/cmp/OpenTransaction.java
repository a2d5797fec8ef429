package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.registrar.AcceptSignedRequest;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.order.SignedRequest;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
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
  private final AcceptSignedRequest signedRequests;
  private final Clock clock;
  private final CmpSettings settings;

  OpenTransaction(CmpParts parts, TransactionBook book) {
    this.transactions = parts.transactions();
    this.book = book;
    this.orders = parts.registrar().orders();
    this.uses = parts.registrar().uses();
    this.signedRequests = parts.registrar().acceptSignedRequest();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  Outcome<CmpTransaction, CmpRefusal> open(
      Conversation conversation, AuthorizedRequest authorized) {
    try {
      boolean known = conversation.known().isPresent();
      return transactions.run(() -> inTransaction(conversation, authorized, known));
    } catch (DuplicateKey anotherCameFirst) {
      return transactions.run(() -> inTransaction(conversation, authorized, true));
    }
  }

  /** What was not known a moment ago is looked for only when it is in the way. */
  private Outcome<CmpTransaction, CmpRefusal> inTransaction(
      Conversation conversation, AuthorizedRequest authorized, boolean known) {
    Route route = authorized.route();
    Optional<Problem> refused =
        authorized
            .ordered()
            .flatMap(
                ordered ->
                    signedRequests.acceptInTransaction(
                        ordered, SignedRequest.statement(conversation.request())));
    if (refused.isPresent()) {
      return Outcome.refused(CmpFailure.NOT_AUTHORIZED.because(refused.get().why()));
    }
    Optional<Order> locked = usable(authorized);
    Optional<CmpTransaction> existing =
        known ? book.findAndLock(conversation.transactionId()) : Optional.empty();
    if (existing.isPresent()) {
      return resumed(conversation, route, existing.get());
    }
    Outcome<CmpTransaction, CmpRefusal> begun = begun(conversation, authorized, locked, known);
    return begun.result().isEmpty() && !known
        ? inTransaction(conversation, authorized, true)
        : begun;
  }

  private Outcome<CmpTransaction, CmpRefusal> begun(
      Conversation conversation,
      AuthorizedRequest authorized,
      Optional<Order> locked,
      boolean known) {
    if (locked.isEmpty()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "the enrolment was replaced, revoked or spent meanwhile"));
    }
    Route route = authorized.route();
    byte[] id = conversation.transactionId();
    OrderUses.Taking taking =
        known
            ? uses.take(locked.get(), route.wanted(), authorized.renewed(), id)
            : uses.takeUnseen(locked.get(), route.wanted(), authorized.renewed(), id);
    return switch (taking.result()) {
      case TAKEN -> Outcome.of(begun(conversation, route, locked.get(), taking.name()));
      case OPEN_ELSEWHERE ->
          Outcome.refused(
              CmpFailure.DUPLICATE_CERT_REQ.because(
                  "another request for the same certificate is open until it is confirmed,"
                      + " rejected or timed out"));
      case SPENT -> Outcome.refused(spent(route));
    };
  }

  private static CmpRefusal spent(Route route) {
    return route.wanted() == Wanted.RENEWAL
        ? CmpFailure.BAD_REQUEST.because(
            "the signer's certificate was updated before, go on with its successor")
        : CmpFailure.NOT_AUTHORIZED.because(
            "every certificate of profile " + route.profile() + " of this enrolment is issued");
  }

  private Optional<Order> usable(AuthorizedRequest authorized) {
    Instant now = clock.instant();
    Order seen = authorized.order();
    return orders
        .findAndLock(seen.reference())
        .filter(order -> order.jti().equals(seen.jti()))
        .filter(
            order ->
                authorized.route().underMac()
                    ? order.secretUsableAt(now)
                    : order.usableAt(now) || authorized.awaited().isPresent() && order.isOpen());
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
            Optional.empty(),
            Optional.empty());
    book.begin(opened);
    return opened;
  }
}
