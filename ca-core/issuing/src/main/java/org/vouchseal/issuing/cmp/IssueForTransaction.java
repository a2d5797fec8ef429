package org.vouchseal.issuing.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.issuing.centralkey.CentralKeyRequest;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.issuing.issuance.IssuanceRequest;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.issuance.RecordedPlan;
import org.vouchseal.issuing.issuance.RecordingOutcome;
import org.vouchseal.issuing.issuance.RefusalReason;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.issuance.SignedReceipt;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderEvidence;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.Statement;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Issues for a transaction that is open: central key, plan and transaction B, signature,
 * transaction C. Each step finds what an earlier attempt left and goes on from there.
 */
final class IssueForTransaction {

  private final Transactions transactions;
  private final OrderStore orders;
  private final IssueCertificate issuance;
  private final CentralKeys centralKeys;
  private final EncryptCertificate encryption;
  private final CompleteTransaction completion;
  private final GiveUpTransaction givingUp;
  private final HaltPoint haltPoint;
  private final Clock clock;
  private final CmpSettings settings;

  IssueForTransaction(CmpParts parts, CompleteTransaction completion, GiveUpTransaction givingUp) {
    this.transactions = parts.transactions();
    this.orders = parts.registrar().orders();
    this.issuance = parts.issuance();
    this.centralKeys = parts.centralKeys();
    this.encryption = new EncryptCertificate(parts.providers(), parts.random());
    this.completion = completion;
    this.givingUp = givingUp;
    this.haltPoint = parts.haltPoint();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /** A key to certify, with what the key service says of it when it made it. */
  private record Key(
      byte[] subjectPublicKeyInfo,
      Optional<SignedReceipt> receipt,
      Optional<byte[]> envelopedData) {}

  Outcome<byte[], CmpRefusal> issue(
      Conversation conversation, AuthorizedRequest authorized, CmpTransaction transaction) {
    return key(conversation, authorized, transaction)
        .then(key -> recorded(conversation, authorized, transaction, key));
  }

  private Outcome<Key, CmpRefusal> key(
      Conversation conversation, AuthorizedRequest authorized, CmpTransaction transaction) {
    if (authorized.provedKey().isPresent()) {
      return Outcome.of(
          new Key(der(authorized.provedKey().get()), Optional.empty(), Optional.empty()));
    }
    CentralKeyRequest request = centralKeyRequest(conversation, authorized);
    return authorized
        .archived()
        .map(archived -> archived(conversation, authorized, transaction, request, archived))
        .orElseGet(() -> escrowed(conversation, transaction, centralKeys.generate(request)));
  }

  /**
   * The key is registered for encryption for ever before its private half goes to the key service:
   * so no signing key gets there, whoever sends it.
   */
  private Outcome<Key, CmpRefusal> archived(
      Conversation conversation,
      AuthorizedRequest authorized,
      CmpTransaction transaction,
      CentralKeyRequest request,
      ArchivedKey archived) {
    Optional<RecordingOutcome.Refused> unfit =
        issuance.reserve(request.profile(), der(archived.key()), authorized.order().owner());
    if (unfit.isPresent()) {
      givingUp.refuse(transaction, conversation.requester().name());
      return Outcome.refused(failure(unfit.get().reason(), unfit.get().text()));
    }
    return escrowed(conversation, transaction, centralKeys.archive(request))
        .then(key -> Outcome.of(new Key(der(archived.key()), key.receipt(), Optional.empty())));
  }

  private Outcome<Key, CmpRefusal> escrowed(
      Conversation conversation, CmpTransaction transaction, CentralKeyOutcome outcome) {
    return outcome.fold(
        escrowed ->
            Outcome.of(
                new Key(
                    escrowed.subjectPublicKeyInfo(),
                    Optional.of(new SignedReceipt(escrowed.receipt(), escrowed.receiptSignature())),
                    escrowed.envelopedData())),
        refused -> {
          if (refused.reason() != CentralKeyOutcome.Reason.UNAVAILABLE) {
            givingUp.refuse(transaction, conversation.requester().name());
          }
          return Outcome.refused(failure(refused.reason()).because(refused.why()));
        });
  }

  /**
   * With the statement by which the order is in force and the last re-validation, each of which
   * ends later than those before it, as their registration authority signed them.
   */
  private CentralKeyRequest centralKeyRequest(
      Conversation conversation, AuthorizedRequest authorized) {
    Order order = authorized.order();
    List<Statement> statements =
        transactions
            .run(() -> orders.evidence(order.reference()))
            .map(OrderEvidence::newestFirst)
            .orElse(List.of());
    return new CentralKeyRequest(
        conversation.request().raw(),
        newest(
                statements,
                found -> found.ra().equals(order.ra()) && found.jti().equals(order.jti()))
            .orElseThrow(() -> new IllegalStateException("an order without its statement")),
        newest(statements, found -> found.kind().equals(Statement.REVALIDATION)),
        authorized.route().profile());
  }

  private static Optional<String> newest(List<Statement> statements, Predicate<Statement> wanted) {
    return statements.stream().filter(wanted).findFirst().map(Statement::jws);
  }

  private Outcome<byte[], CmpRefusal> recorded(
      Conversation conversation,
      AuthorizedRequest authorized,
      CmpTransaction transaction,
      Key key) {
    return issuance
        .record(request(conversation, authorized, key))
        .fold(
            recorded -> completed(conversation, authorized, transaction, key, recorded.plan()),
            refused -> {
              givingUp.refuse(transaction, conversation.requester().name());
              return Outcome.refused(failure(refused.reason(), refused.text()));
            });
  }

  private Outcome<byte[], CmpRefusal> completed(
      Conversation conversation,
      AuthorizedRequest authorized,
      CmpTransaction transaction,
      Key key,
      RecordedPlan plan) {
    SignedCertificate certificate = issuance.sign(plan);
    ReceivedMessage request = conversation.request();
    Instant confirmUntil = clock.instant().plus(settings.confirmWait());
    boolean implicit = authorized.confirmsImplicitly(request.header().implicitConfirm());
    Answer answer =
        conversation
            .answers()
            .issued(
                conversation.message().header(),
                conversation.requester().protection(),
                new Answers.Issued(
                    request.bodyType(),
                    certificate.der(),
                    authorized.names().withModifications(),
                    implicit,
                    authorized.route().underMac(),
                    confirmUntil,
                    key.envelopedData(),
                    authorized
                        .archived()
                        .filter(ArchivedKey::certificateEncrypted)
                        .map(to -> encryption.encrypt(certificate.der(), to.key()))));
    haltPoint.reached("tx-c.before");
    Outcome<byte[], CmpRefusal> answered =
        completion.complete(conversation, transaction, certificate, answer, confirmUntil, implicit);
    haltPoint.reached("tx-c.after");
    haltPoint.reached("reply.before");
    return answered;
  }

  private static IssuanceRequest request(
      Conversation conversation, AuthorizedRequest authorized, Key key) {
    Order order = authorized.order();
    return new IssuanceRequest(
        TransactionBook.name(conversation.transactionId()),
        IssuingAuthority.SMIME,
        authorized.route().profile(),
        key.subjectPublicKeyInfo(),
        authorized.names().subject(),
        authorized.names().mailboxes(),
        order.validity(),
        Optional.of(order.reference()),
        Optional.of(order.owner()),
        Optional.of(order.tier()),
        key.receipt(),
        conversation.requester().name());
  }

  private static CmpRefusal failure(RefusalReason reason, String text) {
    if (reason.isBadCertTemplate()) {
      return CmpFailure.BAD_CERT_TEMPLATE.because(text);
    }
    return reason == RefusalReason.NOT_AUTHORIZED
        ? CmpFailure.NOT_AUTHORIZED.because(text)
        : CmpFailure.SYSTEM_FAILURE.because(
            "the certificate could not be made: " + (reason.isDisbelief() ? text : reason.name()));
  }

  private static CmpFailure failure(CentralKeyOutcome.Reason reason) {
    return switch (reason) {
      case NOT_AUTHORIZED -> CmpFailure.NOT_AUTHORIZED;
      case BAD_MESSAGE_CHECK -> CmpFailure.BAD_MESSAGE_CHECK;
      case BAD_CERT_TEMPLATE -> CmpFailure.BAD_CERT_TEMPLATE;
      case BAD_POP -> CmpFailure.BAD_POP;
      case BAD_REQUEST -> CmpFailure.BAD_REQUEST;
      case UNAVAILABLE -> CmpFailure.SYSTEM_UNAVAIL;
    };
  }

  private static byte[] der(SubjectPublicKeyInfo key) {
    try {
      return key.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a key that was verified cannot be encoded", e);
    }
  }
}
