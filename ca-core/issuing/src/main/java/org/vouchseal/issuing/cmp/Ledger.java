package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.issuing.registrar.Statement;
import org.vouchseal.issuing.revocation.RevocationOutcome;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Writes what becomes of CMP transactions. Every method is one transaction of the database, which
 * locks the order first and the CMP transaction second.
 */
final class Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final CmpRefusal IN_USE =
      new CmpRefusal(
          CmpFailure.TRANSACTION_ID_IN_USE,
          "transactionID was used before, begin again with a new one");

  private final Transactions transactions;
  private final CmpTransactionStore store;
  private final OrderStore orders;
  private final OrderUses uses;
  private final IssueCertificate issuance;
  private final Certificates certificates;
  private final RevokeCertificate revocations;
  private final CentralKeySecrets keyService;
  private final AuditTrail audit;
  private final Clock clock;
  private final CmpSettings settings;

  Ledger(CmpParts parts) {
    this.transactions = parts.transactions();
    this.store = parts.store();
    this.orders = parts.registrar().orders();
    this.uses = parts.registrar().uses();
    this.issuance = parts.issuance();
    this.certificates = parts.certificates();
    this.revocations = parts.revocations();
    this.keyService = parts.keyServiceSecrets();
    this.audit = parts.audit();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /** The statement by which the order is in force, as its registration authority signed it. */
  String statement(Order order) {
    return transactions
        .run(() -> orders.statement(order.ra(), order.jti()))
        .map(Statement::jws)
        .orElseThrow(() -> new IllegalStateException("an order without its statement"));
  }

  /**
   * Transaction A: takes the use and opens the transaction, or finds the one that the same message
   * opened before.
   */
  Outcome<CmpTransaction, CmpRefusal> open(Conversation conversation, Route route, Order seen) {
    try {
      return transactions.run(() -> openInTransaction(conversation, route, seen));
    } catch (DuplicateKey anotherCameFirst) {
      return transactions.run(() -> openInTransaction(conversation, route, seen));
    }
  }

  private Outcome<CmpTransaction, CmpRefusal> openInTransaction(
      Conversation conversation, Route route, Order seen) {
    Optional<Order> locked = usable(seen, route.underMac());
    byte[] id = conversation.transactionId();
    Optional<CmpTransaction> existing = store.findAndLock(id);
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
      case TAKEN -> Outcome.of(inserted(conversation, route, seen, taking.name()));
      case OPEN_ELSEWHERE ->
          Outcome.refused(
              CmpFailure.DUPLICATE_CERT_REQ.because(
                  "another request for the same certificate is open until it is confirmed, rejected or"
                      + " timed out"));
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
        : Outcome.refused(IN_USE);
  }

  private CmpTransaction inserted(
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
    store.insert(opened);
    audit.append(
        event(
            "cmp.transaction.opened",
            opened,
            opened.sender(),
            Map.of(
                "body", opened.body(),
                "profile", route.profile().value(),
                "use", use.orElse(""),
                "request", opened.requestDigest())));
    return opened;
  }

  /** Transaction C: the certificate and the answer become visible together. */
  Outcome<byte[], CmpRefusal> complete(
      Conversation conversation,
      CmpTransaction transaction,
      SignedCertificate certificate,
      Answer answer,
      boolean implicit) {
    boolean[] secretErased = new boolean[1];
    Outcome<byte[], CmpRefusal> answered =
        transactions.run(
            () -> {
              secretErased[0] = false;
              Optional<Order> order = lockedOpen(transaction.reference());
              CmpTransaction current = current(transaction);
              if (current.state() != CmpTransaction.State.OPEN) {
                return stored(current, conversation);
              }
              Optional<CmpRefusal> overtaken = overtaken(conversation, order);
              if (overtaken.isPresent()) {
                return undone(order, transaction, certificate, overtaken.get());
              }
              issuance.completeInTransaction(certificate);
              boolean moved =
                  store.move(
                      transaction.transactionId(),
                      CmpTransaction.State.OPEN,
                      issued(conversation, certificate, answer, implicit));
              if (!moved) {
                throw new IllegalStateException("a locked transaction moved: " + transaction);
              }
              if (implicit) {
                secretErased[0] = confirm(order.get(), transaction, certificate.serial());
              }
              return Outcome.of(answer.der());
            });
    eraseAtKeyService(secretErased[0], transaction.reference());
    return answered;
  }

  private CmpTransactionStore.Move issued(
      Conversation conversation, SignedCertificate certificate, Answer answer, boolean implicit) {
    return new CmpTransactionStore.Move(
        implicit ? CmpTransaction.State.CONFIRMED : CmpTransaction.State.ISSUED,
        implicit ? Optional.of(clock.instant()) : Optional.empty(),
        Optional.of(certificate.serial()),
        Optional.of(answer.to(conversation.message().digestHex())));
  }

  /** What was true when the request was authorized and is not any more. */
  private Optional<CmpRefusal> overtaken(Conversation conversation, Optional<Order> order) {
    if (order.isEmpty()) {
      return Optional.of(CmpFailure.NOT_AUTHORIZED.because("the enrolment was revoked meanwhile"));
    }
    boolean signerRevoked =
        conversation
            .requester()
            .<Boolean>fold(secret -> false, signature -> isRevoked(signature.serial()));
    return signerRevoked
        ? Optional.of(
            CmpFailure.CERT_REVOKED.because("the signer's certificate was revoked meanwhile"))
        : Optional.empty();
  }

  /** The serial number goes on the list, the use is given back, nothing is answered. */
  private Outcome<byte[], CmpRefusal> undone(
      Optional<Order> order,
      CmpTransaction transaction,
      SignedCertificate certificate,
      CmpRefusal overtaken) {
    RevocationOutcome unusedOutcome =
        revocations.revokeInTransaction(
            certificate.issuer(),
            certificate.serial(),
            RevocationReason.CESSATION_OF_OPERATION,
            transaction.sender());
    order.ifPresent(
        open ->
            uses.reopen(open, use(transaction), transaction.transactionId(), transaction.sender()));
    end(transaction, CmpTransaction.State.OPEN, CmpTransaction.State.REFUSED, Optional.empty());
    return Outcome.refused(overtaken);
  }

  /** The answer that was stored for exactly this message by somebody who was first. */
  Outcome<byte[], CmpRefusal> answerOf(Conversation conversation) {
    return transactions.run(
        () ->
            store
                .find(conversation.transactionId())
                .map(current -> stored(current, conversation))
                .orElseThrow(() -> new IllegalStateException("a transaction disappeared")));
  }

  private static Outcome<byte[], CmpRefusal> stored(
      CmpTransaction current, Conversation conversation) {
    boolean lastAnswered =
        current.lastDigest().filter(conversation.message().digestHex()::equals).isPresent();
    return lastAnswered && current.answer().isPresent()
        ? Outcome.of(current.answer().get())
        : Outcome.refused(IN_USE);
  }

  /**
   * The client accepted the certificate. False when the transaction is not waiting any more, or its
   * certificate or order was revoked meanwhile.
   */
  boolean accept(CmpTransaction transaction, String messageDigest, Answer answer) {
    boolean[] secretErased = new boolean[1];
    boolean done =
        transactions.run(
            () -> {
              secretErased[0] = false;
              Optional<Order> order = lockedOpen(transaction.reference());
              CmpTransaction current = current(transaction);
              if (current.state() != CmpTransaction.State.ISSUED
                  || order.isEmpty()
                  || isRevoked(serial(current))) {
                return false;
              }
              end(
                  current,
                  CmpTransaction.State.ISSUED,
                  CmpTransaction.State.CONFIRMED,
                  Optional.of(answer.to(messageDigest)));
              secretErased[0] = confirm(order.get(), current, serial(current));
              return true;
            });
    eraseAtKeyService(secretErased[0], transaction.reference());
    return done;
  }

  private Optional<Order> lockedOpen(Reference reference) {
    return orders.findAndLock(reference).filter(order -> order.state() == Order.State.OPEN);
  }

  private boolean isRevoked(SerialNumber serial) {
    return certificates
        .find(SignerRights.ISSUER, serial)
        .flatMap(IssuedCertificate::revocation)
        .isPresent();
  }

  private boolean confirm(Order order, CmpTransaction transaction, SerialNumber serial) {
    String actor = transaction.sender();
    if (!certificates.confirmInTransaction(SignerRights.ISSUER, serial, actor)) {
      throw new IllegalStateException("a certificate that waits for certConf is not unconfirmed");
    }
    return uses.confirm(order, use(transaction), transaction.transactionId(), actor);
  }

  /**
   * The certificate is not wanted, was confirmed wrongly, or never: it is revoked and its use given
   * back. False when the transaction is not waiting any more.
   */
  boolean reject(
      CmpTransaction transaction,
      CmpTransaction.State end,
      Optional<CmpTransactionStore.Answered> answered,
      String actor) {
    return transactions.run(
        () -> {
          Optional<Order> order = orders.findAndLock(transaction.reference());
          CmpTransaction current = current(transaction);
          if (current.state().isEnded() || order.isEmpty()) {
            return false;
          }
          if (current.state() == CmpTransaction.State.ISSUED) {
            revokeUnconfirmed(serial(current), actor);
          }
          uses.reopen(order.get(), use(current), current.transactionId(), actor);
          end(current, current.state(), end, answered);
          return true;
        });
  }

  private void revokeUnconfirmed(SerialNumber serial, String actor) {
    if (!certificates.rejectInTransaction(SignerRights.ISSUER, serial, actor)) {
      throw new IllegalStateException("a certificate that waits for certConf is not unconfirmed");
    }
    RevocationOutcome unusedOutcome =
        revocations.revokeInTransaction(
            SignerRights.ISSUER, serial, RevocationReason.CESSATION_OF_OPERATION, actor);
  }

  /** Nothing can be issued for it: the use is given back. */
  void refuse(CmpTransaction transaction, String actor) {
    boolean unusedDone = reject(transaction, CmpTransaction.State.REFUSED, Optional.empty(), actor);
  }

  private void end(
      CmpTransaction transaction,
      CmpTransaction.State from,
      CmpTransaction.State to,
      Optional<CmpTransactionStore.Answered> answered) {
    boolean moved =
        store.move(
            transaction.transactionId(),
            from,
            new CmpTransactionStore.Move(
                to, Optional.of(clock.instant()), Optional.empty(), answered));
    if (!moved) {
      throw new IllegalStateException("a locked transaction moved: " + transaction);
    }
    audit.append(
        event(
            "cmp.transaction.ended",
            transaction,
            transaction.sender(),
            Map.of("state", to.name())));
  }

  private CmpTransaction current(CmpTransaction transaction) {
    return store
        .findAndLock(transaction.transactionId())
        .orElseThrow(() -> new IllegalStateException("a transaction disappeared: " + transaction));
  }

  private void eraseAtKeyService(boolean due, Reference reference) {
    if (!due) {
      return;
    }
    try {
      keyService.erase(reference);
    } catch (RuntimeException e) {
      LOG.warn("the key service keeps its copy of a spent secret of order {}", reference, e);
    }
  }

  private static SerialNumber serial(CmpTransaction transaction) {
    return transaction
        .serial()
        .orElseThrow(() -> new IllegalStateException("issued without a serial: " + transaction));
  }

  private static String use(CmpTransaction transaction) {
    return transaction
        .use()
        .orElseThrow(() -> new IllegalStateException("enrolment without a use: " + transaction));
  }

  private static AuditEvent event(
      String type, CmpTransaction transaction, String actor, Map<String, String> detail) {
    java.util.Map<String, String> all = new java.util.TreeMap<>(detail);
    all.put("order", transaction.reference().value());
    return new AuditEvent(
        type, actor, "cmp:" + HexFormat.of().formatHex(transaction.transactionId()), all);
  }
}
