package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.issuing.registrar.RevokeOfOrder;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers rr (RFC 9810 §5.3.9): a valid signing certificate of an order revokes any certificate of
 * that order, itself included; a registration authority revokes what it ordered. Revocation,
 * transaction row and answer are one commit.
 */
final class RevocationHandler implements BodyHandler {

  private final Transactions transactions;
  private final OrderStore orders;
  private final RevokeOfOrder revokeOfOrder;
  private final Certificates certificates;
  private final SignerRights rights;
  private final X500Name issuer;
  private final Clock clock;
  private final HaltPoint haltPoint;
  private final TransactionBook book;

  RevocationHandler(CmpParts parts, SignerRights rights, X500Name issuer, TransactionBook book) {
    this.transactions = parts.transactions();
    this.orders = parts.registrar().orders();
    this.revokeOfOrder = parts.registrar().revokeOfOrder();
    this.certificates = parts.certificates();
    this.rights = rights;
    this.issuer = issuer;
    this.clock = parts.clock();
    this.haltPoint = parts.haltPoint();
    this.book = book;
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    if (conversation.requester().kind().isMac()) {
      return Outcome.refused(
          CmpFailure.WRONG_INTEGRITY.because(
              "rr is signed by a signing certificate, not protected by a secret"));
    }
    return RevocationWish.read(conversation.message(), issuer)
        .then(wish -> done(conversation, wish));
  }

  private Outcome<byte[], CmpRefusal> done(Conversation conversation, RevocationWish wish) {
    Outcome<byte[], CmpRefusal> answered;
    try {
      answered =
          transactions
              .run(() -> order(conversation, wish))
              .then(order -> transactions.run(() -> revoke(conversation, order, wish)));
    } catch (DuplicateKey sameTransactionWasFirst) {
      answered = transactions.run(() -> book.answerOf(conversation));
    }
    haltPoint.reached("revoke.after");
    return answered;
  }

  /** The sender's right is looked at again under the lock: another rr may have ended it. */
  private Outcome<byte[], CmpRefusal> revoke(
      Conversation conversation, Order seen, RevocationWish wish) {
    Optional<Order> unusedLocked = orders.findAndLock(seen.reference());
    return order(conversation, wish).then(order -> revokeUnder(conversation, order, wish));
  }

  /** The order whose certificates the sender may revoke by this wish. */
  private Outcome<Order, CmpRefusal> order(Conversation conversation, RevocationWish wish) {
    return conversation
        .requester()
        .<Outcome<Order, CmpRefusal>>fold(
            secret -> {
              throw new IllegalStateException("rr under a secret");
            },
            rights::order,
            authority -> orderedBy(authority.authority(), wish))
        .then(
            order ->
                conversation.forwarder().filter(ra -> !ra.mayForward(order)).isPresent()
                    ? Outcome.refused(
                        CmpFailure.NOT_AUTHORIZED.because(
                            "the registration authority that forwards may not do so for this"
                                + " mailbox"))
                    : Outcome.of(order));
  }

  private Outcome<Order, CmpRefusal> orderedBy(
      RegistrationAuthority authority, RevocationWish wish) {
    Optional<IssuedCertificate> certificate =
        certificates.find(IssuingAuthority.SMIME, wish.serial());
    if (certificate.isEmpty()) {
      return Outcome.refused(RevocationWish.UNKNOWN);
    }
    return Outcome.of(
        certificate
            .get()
            .order()
            .flatMap(orders::find)
            .filter(order -> order.ra().equals(authority.name())),
        () ->
            CmpFailure.NOT_AUTHORIZED.because(
                "the certificate was ordered by another registration authority"));
  }

  private Outcome<byte[], CmpRefusal> revokeUnder(
      Conversation conversation, Order order, RevocationWish wish) {
    Optional<IssuedCertificate> certificate =
        certificates.find(IssuingAuthority.SMIME, wish.serial());
    if (certificate.isEmpty()) {
      return Outcome.refused(RevocationWish.UNKNOWN);
    }
    if (certificate.get().order().filter(order.reference()::equals).isEmpty()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "the certificate does not belong to the signer's enrolment"));
    }
    return revokeOfOrder
        .revokeInTransaction(
            order.reference(), certificate.get(), wish.reason(), conversation.requester().name())
        .fold(
            revoked -> Outcome.of(kept(conversation, order, wish)),
            before ->
                Outcome.refused(
                    CmpFailure.CERT_REVOKED.because("the certificate is revoked already")),
            () -> Outcome.refused(RevocationWish.UNKNOWN));
  }

  private byte[] kept(Conversation conversation, Order order, RevocationWish wish) {
    Instant now = clock.instant();
    Answer answer =
        conversation
            .answers()
            .revoked(
                conversation.message().header(),
                conversation.requester().protection(),
                new CertId(new GeneralName(issuer), wish.serial().value()));
    String digest = conversation.message().digestHex();
    book.enter(
        new CmpTransaction(
            conversation.transactionId(),
            conversation.requester().name(),
            conversation.requester().kind().name(),
            conversation.message().bodyType().label(),
            Optional.empty(),
            Optional.empty(),
            order.reference(),
            digest,
            CmpTransaction.State.REVOKED,
            now,
            now,
            Optional.of(now),
            Optional.empty(),
            Optional.of(answer.nonce()),
            Optional.of(digest),
            Optional.of(answer.der()),
            Optional.empty()),
        new AuditEvent(
            "cmp.revocation.done",
            conversation.requester().name(),
            TransactionBook.name(conversation.transactionId()),
            Map.of(
                "order", order.reference().value(),
                "serial", wish.serial().hex(),
                "reason", wish.reason().label())));
    return answer.der();
  }
}
