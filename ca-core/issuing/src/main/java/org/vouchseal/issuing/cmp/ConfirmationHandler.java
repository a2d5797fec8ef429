package org.vouchseal.issuing.cmp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.messages.cmp.Checked;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
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

  private final Transactions transactions;
  private final Certificates certificates;
  private final Ledger ledger;
  private final CryptoProviders providers;
  private final HaltPoint haltPoint;

  ConfirmationHandler(CmpParts parts, Ledger ledger) {
    this.transactions = parts.transactions();
    this.certificates = parts.certificates();
    this.ledger = ledger;
    this.providers = parts.providers();
    this.haltPoint = parts.haltPoint();
  }

  @Override
  public Checked<byte[]> answer(Conversation conversation) {
    if (conversation.known().isEmpty()) {
      return Checked.refused(CmpFailure.BAD_REQUEST, "certConf belongs to no open transaction");
    }
    CmpTransaction transaction = conversation.known().get();
    return switch (transaction.state()) {
      case ISSUED -> judged(conversation, transaction);
      case CONFIRMED -> Checked.refused(CONFIRMED);
      case TIMED_OUT, REJECTED ->
          Checked.refused(
              CmpFailure.CERT_REVOKED,
              "the certificate was rejected or not confirmed in time and is revoked");
      case OPEN, REFUSED, REVOKED ->
          Checked.refused(CmpFailure.BAD_REQUEST, "no certificate waits for certConf");
    };
  }

  /** Said to every further certConf for a confirmed certificate. */
  static final CmpRefusal CONFIRMED =
      new CmpRefusal(CmpFailure.CERT_CONFIRMED, "the certificate is confirmed already");

  private Checked<byte[]> judged(Conversation conversation, CmpTransaction transaction) {
    CertStatus[] all =
        CertConfirmContent.getInstance(conversation.message().pki().getBody().getContent())
            .toCertStatusArray();
    if (all.length == 0) {
      return rejected(conversation, transaction);
    }
    if (all.length > 1) {
      return Checked.refused(
          CmpFailure.BAD_REQUEST, "certConf has " + all.length + " CertStatus, allowed is 1");
    }
    CertStatus status = all[0];
    if (!status.getCertReqId().hasValue(0)) {
      return Checked.refused(
          CmpFailure.BAD_REQUEST,
          "certReqId is " + status.getCertReqId().getValue() + ", allowed is 0");
    }
    return accepts(status)
        .then(
            accepts ->
                digestName(conversation.message(), status, transaction)
                    .then(digest -> decided(conversation, transaction, status, accepts, digest)));
  }

  /** Whether the client accepts; absent statusInfo means that it does. */
  private static Checked<Boolean> accepts(CertStatus status) {
    @Nullable PKIStatusInfo info = status.getStatusInfo();
    if (info == null) {
      return Checked.passed(true);
    }
    int value = info.getStatus().bitLength() < 8 ? info.getStatus().intValue() : -1;
    if (value == PKIStatus.GRANTED) {
      return info.getFailInfo() == null
          ? Checked.passed(true)
          : Checked.refused(CmpFailure.BAD_REQUEST, "statusInfo says accepted and has a failInfo");
    }
    return value == PKIStatus.REJECTION
        ? Checked.passed(false)
        : Checked.refused(CmpFailure.BAD_REQUEST, "statusInfo is neither accepted nor rejection");
  }

  private Checked<String> digestName(
      ReceivedMessage message, CertStatus status, CmpTransaction transaction) {
    @Nullable AlgorithmIdentifier named = status.getHashAlg();
    if (named == null) {
      ASN1ObjectIdentifier signature =
          Certificate.getInstance(certificate(transaction)).getSignatureAlgorithm().getAlgorithm();
      @Nullable String digest = DIGEST_OF_SIGNATURE.get(signature);
      if (digest == null) {
        throw new IllegalStateException("no digest for certificates signed with " + signature);
      }
      return Checked.passed(digest);
    }
    if (message.header().pvno() != 3) {
      return Checked.refused(CmpFailure.BAD_REQUEST, "hashAlg needs pvno 3");
    }
    @Nullable String digest = DIGESTS.get(named.getAlgorithm());
    return digest == null
        ? Checked.refused(
            CmpFailure.BAD_ALG, "hashAlg " + named.getAlgorithm() + " is not accepted")
        : Checked.passed(digest);
  }

  private Checked<byte[]> decided(
      Conversation conversation,
      CmpTransaction transaction,
      CertStatus status,
      boolean accepts,
      String digestName) {
    byte[] expected = digest(digestName, certificate(transaction));
    if (!MessageDigest.isEqual(expected, status.getCertHash().getOctets())) {
      CmpRefusal wrong =
          new CmpRefusal(
              CmpFailure.BAD_CERT_ID,
              "certHash is not that of the issued certificate, which is revoked now");
      return ended(conversation, transaction, conversation.refused(wrong));
    }
    return accepts ? accepted(conversation, transaction) : rejected(conversation, transaction);
  }

  private Checked<byte[]> accepted(Conversation conversation, CmpTransaction transaction) {
    Answer answer = conversation.confirmed();
    boolean done = ledger.accept(transaction, conversation.message().digestHex(), answer);
    haltPoint.reached("certconf.after");
    return done ? Checked.passed(answer.der()) : ledger.answerOf(conversation);
  }

  private Checked<byte[]> rejected(Conversation conversation, CmpTransaction transaction) {
    return ended(conversation, transaction, conversation.confirmed());
  }

  private Checked<byte[]> ended(
      Conversation conversation, CmpTransaction transaction, Answer answer) {
    boolean done =
        ledger.reject(
            transaction,
            CmpTransaction.State.REJECTED,
            Optional.of(answer.to(conversation.message().digestHex())),
            conversation.requester().name());
    haltPoint.reached("certconf.after");
    return done ? Checked.passed(answer.der()) : ledger.answerOf(conversation);
  }

  private byte[] certificate(CmpTransaction transaction) {
    return transactions
        .run(
            () ->
                transaction
                    .serial()
                    .flatMap(serial -> certificates.find(SignerRights.ISSUER, serial)))
        .map(IssuedCertificate::der)
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
