package org.vouchseal.issuing.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.issuing.centralkey.CentralKeyRequest;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.issuing.issuance.IssuanceRequest;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.RecordedPlan;
import org.vouchseal.issuing.issuance.RefusalReason;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.issuance.SignedReceipt;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers ir and cr. The order of steps is the one that a crash between any two cannot break:
 * authorize, transaction A, central key, plan and transaction B, sign, transaction C, reply. The
 * same octets sent again go on where the first attempt ended.
 */
final class EnrolmentHandler implements BodyHandler {

  private final Transactions transactions;
  private final SignerRights rights;
  private final TemplateRules templates;
  private final ProofOfPossession proofs;
  private final IssueCertificate issuance;
  private final CentralKeys centralKeys;
  private final Ledger ledger;
  private final HaltPoint haltPoint;
  private final Clock clock;

  EnrolmentHandler(
      CmpParts parts,
      SignerRights rights,
      TemplateRules templates,
      ProofOfPossession proofs,
      Ledger ledger) {
    this.transactions = parts.transactions();
    this.rights = rights;
    this.templates = templates;
    this.proofs = proofs;
    this.issuance = parts.issuance();
    this.centralKeys = parts.centralKeys();
    this.ledger = ledger;
    this.haltPoint = parts.haltPoint();
    this.clock = parts.clock();
  }

  /** Everything that was found right before state changes. */
  private record Authorized(
      Route route,
      Order order,
      CertificationRequest request,
      boolean withModifications,
      Optional<SubjectPublicKeyInfo> provedKey) {}

  /** A key to certify, with what the key service says of it when it made it. */
  private record Key(
      byte[] subjectPublicKeyInfo,
      Optional<SignedReceipt> receipt,
      Optional<byte[]> envelopedData) {}

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return authorized(conversation)
        .then(
            authorized -> {
              haltPoint.reached("tx-a.before");
              Outcome<CmpTransaction, CmpRefusal> opened =
                  ledger.open(conversation, authorized.route(), authorized.order());
              haltPoint.reached("tx-a.after");
              return opened.then(transaction -> issue(conversation, authorized, transaction));
            });
  }

  private Outcome<Authorized, CmpRefusal> authorized(Conversation conversation) {
    ReceivedMessage message = conversation.message();
    boolean underMac = conversation.requester().kind().isMac();
    return profile(conversation)
        .then(profile -> Route.of(message.bodyType(), underMac, profile))
        .then(
            route ->
                order(conversation.requester(), route)
                    .then(order -> judged(message, route, order)));
  }

  private static Outcome<ProfileName, CmpRefusal> profile(Conversation conversation) {
    Optional<ProfileName> byPath = conversation.path().profile();
    Optional<String> byHeader = conversation.message().header().certProfiles().stream().findFirst();
    if (byHeader.isEmpty()) {
      return Outcome.of(byPath.orElse(ProfileName.SIGNING));
    }
    Optional<ProfileName> named = CmpPath.profile(byHeader.get());
    if (named.isEmpty()) {
      return Outcome.refused(
          CmpFailure.BAD_CERT_TEMPLATE.because("certProfile names a profile that does not exist"));
    }
    return byPath.isPresent() && !byPath.equals(named)
        ? Outcome.refused(
            CmpFailure.BAD_REQUEST.because("certProfile and the address name two profiles"))
        : Outcome.of(named.get());
  }

  private Outcome<Order, CmpRefusal> order(Requester requester, Route route) {
    Outcome<Order, CmpRefusal> order =
        requester.fold(
            secret -> Outcome.of(secret.order()),
            signature -> transactions.run(() -> rights.order(signature)));
    return order.then(
        found -> {
          if (!found.profiles().contains(route.profile())) {
            return Outcome.refused(
                CmpFailure.NOT_AUTHORIZED.because(
                    "profile " + route.profile() + " was not ordered for this enrolment"));
          }
          return found.usableAt(clock.instant())
              ? Outcome.of(found)
              : Outcome.refused(
                  CmpFailure.NOT_AUTHORIZED.because(
                      "the enrolment is revoked or its validation expired"));
        });
  }

  private Outcome<Authorized, CmpRefusal> judged(
      ReceivedMessage message, Route route, Order order) {
    return CertificationRequest.read(message)
        .then(
            request ->
                templates
                    .check(request.template(), order)
                    .then(
                        modified ->
                            route.isCentral()
                                ? central(message, route, order, request, modified)
                                : local(message, route, order, request, modified)));
  }

  private Outcome<Authorized, CmpRefusal> local(
      ReceivedMessage message,
      Route route,
      Order order,
      CertificationRequest request,
      boolean modified) {
    if (!request.hasKey() && !request.raVerified()) {
      return Outcome.refused(
          new CmpRefusal(
              request.popAbsent() ? CmpFailure.NOT_AUTHORIZED : CmpFailure.BAD_CERT_TEMPLATE,
              "profile "
                  + route.profile()
                  + " certifies a key of the client, the template has none"));
    }
    return proofs
        .verify(message, 0)
        .then(key -> Outcome.of(new Authorized(route, order, request, modified, Optional.of(key))));
  }

  private static Outcome<Authorized, CmpRefusal> central(
      ReceivedMessage message,
      Route route,
      Order order,
      CertificationRequest request,
      boolean modified) {
    if (request.hasKey()) {
      return request.raVerified()
          ? Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because("raVerified is for registration authorities only"))
          : Outcome.refused(
              CmpFailure.BAD_CERT_TEMPLATE.because(
                  "keys of profile " + route.profile() + " are made by us, leave out publicKey"));
    }
    if (!request.asksForCentralKey()) {
      return Outcome.refused(CmpFailure.BAD_POP.because("popo proves possession of no key"));
    }
    if (route.deliversKey() && !route.underMac() && !request.deliveryKey()) {
      boolean byCertificate =
          route.profile().equals(ProfileName.ENCRYPTION) && signerDecrypts(message);
      if (!byCertificate) {
        return Outcome.refused(
            CmpFailure.NOT_AUTHORIZED.because(
                "the key can be delivered to control protocolEncrKey only: the signer's certificate"
                    + " has no keyUsage for it"));
      }
    }
    return Outcome.of(new Authorized(route, order, request, modified, Optional.empty()));
  }

  private static boolean signerDecrypts(ReceivedMessage message) {
    KeyUsage usage =
        KeyUsage.fromExtensions(
            org.bouncycastle.asn1.x509.Certificate.getInstance(message.extraCerts().get(0))
                .getTBSCertificate()
                .getExtensions());
    return usage != null
        && (usage.hasUsages(KeyUsage.keyAgreement) || usage.hasUsages(KeyUsage.keyEncipherment));
  }

  private Outcome<byte[], CmpRefusal> issue(
      Conversation conversation, Authorized authorized, CmpTransaction transaction) {
    return key(conversation, authorized, transaction)
        .then(key -> recorded(conversation, authorized, transaction, key));
  }

  private Outcome<Key, CmpRefusal> key(
      Conversation conversation, Authorized authorized, CmpTransaction transaction) {
    if (authorized.provedKey().isPresent()) {
      return Outcome.of(
          new Key(der(authorized.provedKey().get()), Optional.empty(), Optional.empty()));
    }
    String jws = ledger.statement(authorized.order());
    CentralKeyOutcome outcome =
        centralKeys.generate(
            new CentralKeyRequest(conversation.message().raw(), jws, authorized.route().profile()));
    return outcome.fold(
        escrowed ->
            Outcome.of(
                new Key(
                    escrowed.subjectPublicKeyInfo(),
                    Optional.of(new SignedReceipt(escrowed.receipt(), escrowed.receiptSignature())),
                    escrowed.envelopedData())),
        refused -> {
          if (refused.reason() != CentralKeyOutcome.Reason.UNAVAILABLE) {
            ledger.refuse(transaction, conversation.requester().name());
          }
          return Outcome.refused(new CmpRefusal(failure(refused.reason()), refused.why()));
        });
  }

  private Outcome<byte[], CmpRefusal> recorded(
      Conversation conversation, Authorized authorized, CmpTransaction transaction, Key key) {
    return issuance
        .record(request(conversation, authorized, key))
        .fold(
            recorded -> completed(conversation, authorized, transaction, key, recorded.plan()),
            refused -> {
              ledger.refuse(transaction, conversation.requester().name());
              return Outcome.refused(failure(refused.reason(), refused.text()));
            });
  }

  private Outcome<byte[], CmpRefusal> completed(
      Conversation conversation,
      Authorized authorized,
      CmpTransaction transaction,
      Key key,
      RecordedPlan plan) {
    SignedCertificate certificate = issuance.sign(plan);
    ReceivedMessage message = conversation.message();
    boolean implicit = message.header().implicitConfirm();
    Answer answer =
        conversation
            .answers()
            .issued(
                message.header(),
                conversation.requester().protection(),
                new Answers.Issued(
                    message.bodyType() == BodyType.IR,
                    certificate.der(),
                    authorized.withModifications(),
                    implicit,
                    authorized.route().underMac(),
                    transaction.confirmUntil(),
                    key.envelopedData()));
    haltPoint.reached("tx-c.before");
    Outcome<byte[], CmpRefusal> answered;
    try {
      answered = ledger.complete(conversation, transaction, certificate, answer, implicit);
    } catch (DuplicateKey sameMessageWasFirst) {
      answered = ledger.answerOf(conversation);
    }
    haltPoint.reached("tx-c.after");
    haltPoint.reached("reply.before");
    return answered;
  }

  private static IssuanceRequest request(
      Conversation conversation, Authorized authorized, Key key) {
    Order order = authorized.order();
    return new IssuanceRequest(
        "cmp:" + java.util.HexFormat.of().formatHex(conversation.transactionId()),
        SignerRights.ISSUER,
        authorized.route().profile(),
        key.subjectPublicKeyInfo(),
        order.subject(),
        order.mailboxes(),
        order.validity(),
        Optional.of(order.reference()),
        Optional.of(order.owner()),
        Optional.of(order.tier()),
        key.receipt(),
        conversation.requester().name());
  }

  private static CmpRefusal failure(RefusalReason reason, String text) {
    if (reason.isBadCertTemplate()) {
      return new CmpRefusal(CmpFailure.BAD_CERT_TEMPLATE, text);
    }
    return reason == RefusalReason.NOT_AUTHORIZED
        ? new CmpRefusal(CmpFailure.NOT_AUTHORIZED, text)
        : new CmpRefusal(
            CmpFailure.SYSTEM_FAILURE, "the certificate could not be made: " + reason.name());
  }

  private static CmpFailure failure(CentralKeyOutcome.Reason reason) {
    return switch (reason) {
      case NOT_AUTHORIZED -> CmpFailure.NOT_AUTHORIZED;
      case BAD_MESSAGE_CHECK -> CmpFailure.BAD_MESSAGE_CHECK;
      case BAD_CERT_TEMPLATE -> CmpFailure.BAD_CERT_TEMPLATE;
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
