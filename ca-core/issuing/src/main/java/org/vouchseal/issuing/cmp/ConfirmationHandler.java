package org.vouchseal.issuing.cmp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/** Answers certConf (RFC 9810 §5.3.18): the client accepts or rejects the one certificate. */
final class ConfirmationHandler implements BodyHandler {

  private static final Map<ASN1ObjectIdentifier, String> DIGEST_OF_SIGNATURE =
      Map.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA-256",
          X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA-384",
          X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA-512",
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA-256",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA-384",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA-512",
          EdECObjectIdentifiers.id_Ed25519, "SHA-512");

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  /** Said to every further certConf for a confirmed certificate. */
  static final CmpRefusal CONFIRMED =
      new CmpRefusal(CmpFailure.CERT_CONFIRMED, "the certificate is confirmed already");

  private static final CmpRefusal WRONG_HASH =
      new CmpRefusal(
          CmpFailure.BAD_CERT_ID,
          "certHash is not that of the issued certificate, which is revoked now");

  private final Transactions transactions;
  private final Certificates certificates;
  private final SignerRights rights;
  private final TransactionBook book;
  private final AcceptCertificate acceptance;
  private final GiveUpTransaction givingUp;
  private final CryptoProviders providers;
  private final HaltPoint haltPoint;

  ConfirmationHandler(
      CmpParts parts,
      SignerRights rights,
      TransactionBook book,
      AcceptCertificate acceptance,
      GiveUpTransaction givingUp) {
    this.transactions = parts.transactions();
    this.certificates = parts.certificates();
    this.rights = rights;
    this.book = book;
    this.acceptance = acceptance;
    this.givingUp = givingUp;
    this.providers = parts.providers();
    this.haltPoint = parts.haltPoint();
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return entitled(conversation.requester())
        .then(
            requester ->
                conversation
                    .known()
                    .map(transaction -> answer(conversation, transaction))
                    .orElseGet(
                        () ->
                            Outcome.refused(
                                CmpFailure.BAD_REQUEST.because(
                                    "certConf belongs to no open transaction"))));
  }

  /** Between request and confirmation the signer may have lost his right. */
  private Outcome<Requester, CmpRefusal> entitled(Requester requester) {
    return requester.fold(
        Outcome::of,
        signature ->
            transactions.run(() -> rights.order(signature)).then(order -> Outcome.of(signature)),
        Outcome::of);
  }

  private Outcome<byte[], CmpRefusal> answer(
      Conversation conversation, CmpTransaction transaction) {
    return switch (transaction.state()) {
      case ISSUED ->
          Confirmation.read(conversation.message(), transaction.certReqId())
              .then(confirmation -> judged(conversation, transaction, confirmation));
      case CONFIRMED -> Outcome.refused(CONFIRMED);
      case TIMED_OUT, REJECTED ->
          Outcome.refused(
              CmpFailure.CERT_REVOKED.because(
                  "the certificate was rejected or not confirmed in time and is revoked"));
      case OPEN, WAITING, REFUSED, REVOKED ->
          Outcome.refused(CmpFailure.BAD_REQUEST.because("no certificate waits for certConf"));
    };
  }

  private Outcome<byte[], CmpRefusal> judged(
      Conversation conversation, CmpTransaction transaction, Confirmation confirmation) {
    IssuedCertificate certificate = certificate(transaction);
    if (confirmation.certHash().isEmpty()) {
      return ended(conversation, transaction, conversation.confirmed());
    }
    return digestName(confirmation, certificate)
        .then(
            digest ->
                MessageDigest.isEqual(
                        digest(digest, certificate.der()), confirmation.certHash().get())
                    ? decided(conversation, transaction, confirmation.accepts())
                    : ended(conversation, transaction, conversation.refused(WRONG_HASH)));
  }

  private static Outcome<String, CmpRefusal> digestName(
      Confirmation confirmation, IssuedCertificate certificate) {
    if (confirmation.hashAlg().isPresent()) {
      ASN1ObjectIdentifier named = confirmation.hashAlg().get().getAlgorithm();
      @Nullable String digest = DIGESTS.get(named);
      return digest == null
          ? Outcome.refused(CmpFailure.BAD_ALG.because("hashAlg " + named + " is not accepted"))
          : Outcome.of(digest);
    }
    ASN1ObjectIdentifier signature =
        Certificate.getInstance(certificate.der()).getSignatureAlgorithm().getAlgorithm();
    @Nullable String digest = DIGEST_OF_SIGNATURE.get(signature);
    if (digest == null) {
      throw new IllegalStateException("no digest for certificates signed with " + signature);
    }
    return Outcome.of(digest);
  }

  private Outcome<byte[], CmpRefusal> decided(
      Conversation conversation, CmpTransaction transaction, boolean accepts) {
    if (!accepts) {
      return ended(conversation, transaction, conversation.confirmed());
    }
    Answer answer = conversation.confirmed();
    Outcome<Boolean, CmpRefusal> accepted =
        acceptance.accept(
            conversation.requester(), transaction, answer.to(conversation.message().digestHex()));
    haltPoint.reached("certconf.after");
    return accepted.fold(
        done -> done ? Outcome.of(answer.der()) : stored(conversation),
        refusal -> ended(conversation, transaction, conversation.refused(refusal)));
  }

  private Outcome<byte[], CmpRefusal> ended(
      Conversation conversation, CmpTransaction transaction, Answer answer) {
    boolean done =
        givingUp.giveUp(
            transaction,
            CmpTransaction.State.REJECTED,
            Optional.of(answer.to(conversation.message().digestHex())),
            conversation.requester().name());
    haltPoint.reached("certconf.after");
    return done ? Outcome.of(answer.der()) : stored(conversation);
  }

  private Outcome<byte[], CmpRefusal> stored(Conversation conversation) {
    return transactions.run(() -> book.answerOf(conversation));
  }

  private IssuedCertificate certificate(CmpTransaction transaction) {
    return transactions
        .run(
            () ->
                transaction
                    .serial()
                    .flatMap(serial -> certificates.find(IssuingAuthority.SMIME, serial)))
        .orElseThrow(() -> new IllegalStateException("an issued certificate disappeared"));
  }

  private byte[] digest(String name, byte[] octets) {
    try {
      return providers.digest(name).digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
