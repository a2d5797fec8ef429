package org.vouchseal.messages.cmp;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignatureVerdict;
import org.vouchseal.messages.x509.SignerPaths;
import org.vouchseal.model.Outcome;

/**
 * Verifies messages under a signature (RFC 9483 §3.2): the signer is the first certificate of
 * extraCerts, the sender is its subject, senderKID its key identifier. Holds no state and is safe
 * for many threads.
 */
public final class SignatureProtection {

  private final ForeignSignatures signatures;
  private final SignerPaths paths;

  public SignatureProtection(ForeignSignatures signatures, SignerPaths paths) {
    this.signatures = signatures;
    this.paths = paths;
  }

  /** Verifies the signature of a message whose header names one, and the path of its signer. */
  public Outcome<VerifiedSigner, CmpRefusal> verify(ReceivedMessage message) {
    return signer(message).then(signer -> trusted(message, signer));
  }

  /** Verifies the signature alone: whether its signer is to be trusted is the caller's to know. */
  public Outcome<VerifiedSigner, CmpRefusal> signer(ReceivedMessage message) {
    if (message.header().protection() != ProtectionKind.SIGNATURE) {
      return Outcome.refused(CmpFailure.BAD_MESSAGE_CHECK.because("the message is not signed"));
    }
    AlgorithmIdentifier algorithm = message.pki().getHeader().getProtectionAlg();
    if (!ForeignSignatures.accepts(algorithm)) {
      return Outcome.refused(
          CmpFailure.BAD_ALG.because(
              "protectionAlg " + algorithm.getAlgorithm() + " is not accepted"));
    }
    return claimed(message)
        .then(signer -> named(message.header(), signer))
        .then(signer -> signed(message, algorithm, signer))
        .then(SignatureProtection::entitled);
  }

  private static Outcome<VerifiedSigner, CmpRefusal> claimed(ReceivedMessage message) {
    if (message.extraCerts().isEmpty()) {
      return Outcome.refused(
          CmpFailure.BAD_MESSAGE_CHECK.because(
              "extraCerts does not begin with the signer's certificate"));
    }
    byte[] der = message.extraCerts().get(0);
    try {
      return Outcome.of(new VerifiedSigner(der, new X509CertificateHolder(der)));
    } catch (IOException | RuntimeException malformed) {
      return Outcome.refused(
          CmpFailure.BAD_MESSAGE_CHECK.because("the first certificate of extraCerts is malformed"));
    }
  }

  private static Outcome<VerifiedSigner, CmpRefusal> named(
      HeaderFacts header, VerifiedSigner signer) {
    GeneralName sender = header.sender();
    boolean isSubject =
        sender.getTagNo() == GeneralName.directoryName
            && X500Name.getInstance(sender.getName()).equals(signer.holder().getSubject());
    if (!isSubject) {
      return Outcome.refused(
          CmpFailure.BAD_MESSAGE_CHECK.because(
              "sender is not the subject of the first certificate in extraCerts"));
    }
    Optional<byte[]> identifier = keyIdentifier(signer.holder());
    boolean named =
        identifier.isEmpty()
            || header
                .senderKid()
                .filter(kid -> MessageDigest.isEqual(identifier.get(), kid))
                .isPresent();
    return named
        ? Outcome.of(signer)
        : Outcome.refused(
            CmpFailure.BAD_MESSAGE_CHECK.because(
                "senderKID is not the key identifier of the first certificate in extraCerts"));
  }

  private Outcome<VerifiedSigner, CmpRefusal> signed(
      ReceivedMessage message, AlgorithmIdentifier algorithm, VerifiedSigner signer) {
    SignatureVerdict verdict =
        message
            .protection()
            .map(
                bits ->
                    signatures.verify(
                        algorithm,
                        signer.holder().getSubjectPublicKeyInfo(),
                        message.protectedPart(),
                        bits))
            .orElse(SignatureVerdict.INVALID);
    return switch (verdict) {
      case VALID -> Outcome.of(signer);
      case INVALID ->
          Outcome.refused(CmpFailure.BAD_MESSAGE_CHECK.because("the signature does not verify"));
      case ALGORITHM_REFUSED ->
          Outcome.refused(CmpFailure.BAD_ALG.because("protectionAlg is not accepted"));
      case KEY_REFUSED ->
          Outcome.refused(
              CmpFailure.BAD_ALG.because(
                  "the signer's key does not fit protectionAlg or our limits"));
    };
  }

  private static Outcome<VerifiedSigner, CmpRefusal> entitled(VerifiedSigner signer) {
    return maySign(signer.holder())
        ? Outcome.of(signer)
        : Outcome.refused(
            CmpFailure.SIGNER_NOT_TRUSTED.because("the signer's keyUsage lacks digitalSignature"));
  }

  /** Whether a path leads from the signer of the message to one of our CAs now. */
  public Outcome<VerifiedSigner, CmpRefusal> trusted(
      ReceivedMessage message, VerifiedSigner signer) {
    List<byte[]> others = message.extraCerts().subList(1, message.extraCerts().size());
    return paths.leadsToUs(signer.certificate(), others)
        ? Outcome.of(signer)
        : Outcome.refused(
            CmpFailure.SIGNER_NOT_TRUSTED.because(
                "the signer's certificate is not one of this authority, or not valid now"));
  }

  private static boolean maySign(X509CertificateHolder certificate) {
    try {
      @Nullable KeyUsage usage =
          certificate.getExtensions() == null
              ? null
              : KeyUsage.fromExtensions(certificate.getExtensions());
      return usage == null || usage.hasUsages(KeyUsage.digitalSignature);
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  /** The subject key identifier of a certificate; empty when it has none. */
  static Optional<byte[]> keyIdentifier(X509CertificateHolder certificate) {
    try {
      return certificate.getExtensions() == null
          ? Optional.empty()
          : Optional.ofNullable(SubjectKeyIdentifier.fromExtensions(certificate.getExtensions()))
              .map(SubjectKeyIdentifier::getKeyIdentifier);
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }
}
