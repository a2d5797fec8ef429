package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.x509.CertificateRules;
import org.vouchseal.sdk.x509.Certificates;
import org.vouchseal.sdk.x509.Chain;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * Reads an answer and believes nothing of it before its protection holds: by the same secret, or by
 * a signer that leads to a trust anchor and may speak for the CA. Then the transaction and the
 * nonces must be those of our message (RFC 9810 §5.1.1).
 */
final class AnswerCheck {

  private static final int FEWEST_NONCE_OCTETS = 16;

  private final TrustAnchors anchors;
  private final Clock clock;

  AnswerCheck(TrustAnchors anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  /**
   * The answer, when it is one to our message and no error.
   *
   * @throws NotVerified when a check fails
   * @throws RefusedByCa for an error message, protected or not
   */
  Answer read(PKIMessage own, byte[] received, Credential credential) {
    return read(own, List.of(own), received, credential);
  }

  /**
   * The same for an answer to a pollReq. The final answer may carry the nonce of the request that
   * waited, since it is the answer to that; a pollRep may not.
   */
  Answer readPolled(PKIMessage request, PKIMessage poll, byte[] received, Credential credential) {
    Answer answer = read(poll, List.of(poll, request), received, credential);
    if (answer.body().getType() == PKIBody.TYPE_POLL_REP) {
      requireNonces(List.of(poll), answer.header());
    }
    return answer;
  }

  private Answer read(
      PKIMessage own, List<PKIMessage> answered, byte[] received, Credential credential) {
    try {
      PKIMessage message = PKIMessage.getInstance(received);
      PKIHeader header = message.getHeader();
      requireSameTransaction(own.getHeader(), header);
      if (message.getProtection() == null || header.getProtectionAlg() == null) {
        throw unprotected(message);
      }
      List<X509Certificate> certificates = extraCerts(message);
      requireProtection(message, certificates, credential);
      requireNonces(answered, header);
      if (message.getBody().getType() == PKIBody.TYPE_ERROR) {
        throw refusal(message, true);
      }
      return new Answer(header, message.getBody(), certificates);
    } catch (VouchsealException refused) {
      throw refused;
    } catch (RuntimeException e) {
      // Bouncy Castle answers hostile octets with unchecked exceptions of many kinds.
      throw Refusals.answer("it is not a well-formed PKIMessage", e);
    } catch (IOException e) {
      throw Refusals.answer("it cannot be encoded again for checking", e);
    }
  }

  private static void requireSameTransaction(PKIHeader own, PKIHeader header) {
    int version = header.getPvno().intValueExact();
    if (version != PKIHeader.CMP_2000 && version != 3) {
      throw Refusals.answer("its version is " + version + ", known are 2 and 3");
    }
    if (!same(own.getTransactionID(), header.getTransactionID())) {
      throw Refusals.answer("its transactionID is not that of the request");
    }
  }

  private static void requireNonces(List<PKIMessage> answered, PKIHeader header) {
    if (answered.stream()
        .noneMatch(own -> same(own.getHeader().getSenderNonce(), header.getRecipNonce()))) {
      throw Refusals.answer("its recipNonce is not the nonce of the request");
    }
    ASN1OctetString nonce = header.getSenderNonce();
    if (nonce == null || nonce.getOctets().length < FEWEST_NONCE_OCTETS) {
      throw Refusals.answer("its senderNonce is absent or shorter than 16 octets");
    }
  }

  private void requireProtection(
      PKIMessage message, List<X509Certificate> certificates, Credential credential)
      throws IOException {
    AlgorithmIdentifier algorithm = message.getHeader().getProtectionAlg();
    if (!algorithm.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)) {
      requireSignature(message, certificates);
    } else if (credential instanceof SharedSecret secret) {
      byte[] part = Envelope.protectedPart(message.getHeader(), message.getBody());
      byte[] expected = PasswordMac.compute(secret, algorithm, part);
      if (!MessageDigest.isEqual(expected, message.getProtection().getOctets())) {
        throw Refusals.answer("its MAC is wrong");
      }
    } else {
      throw Refusals.answer("it carries a MAC although the request was signed");
    }
  }

  private void requireSignature(PKIMessage message, List<X509Certificate> certificates)
      throws IOException {
    PKIHeader header = message.getHeader();
    if (!SignatureAlgorithms.accepted(header.getProtectionAlg().getAlgorithm())) {
      throw Refusals.answer(
          "its protection algorithm is " + header.getProtectionAlg().getAlgorithm());
    }
    if (certificates.isEmpty()) {
      throw Refusals.answer("it is signed but brings no certificate");
    }
    X509Certificate signer = certificates.get(0);
    Chain chain = anchors.chain(signer, certificates, clock.instant());
    CertificateRules.requireService(chain, CertificateRules.PURPOSE_CMC_CA);
    requireSender(header, signer);
    try {
      ContentVerifier verifier =
          new JcaContentVerifierProviderBuilder()
              .build(signer.getPublicKey())
              .get(header.getProtectionAlg());
      verifier.getOutputStream().write(Envelope.protectedPart(header, message.getBody()));
      verifier.getOutputStream().close();
      if (!verifier.verify(message.getProtection().getOctets())) {
        throw Refusals.answer("its signature is wrong");
      }
    } catch (OperatorCreationException e) {
      throw Refusals.answer("its signature cannot be checked", e);
    }
  }

  private static void requireSender(PKIHeader header, X509Certificate signer) throws IOException {
    X500Name subject = X500Name.getInstance(signer.getSubjectX500Principal().getEncoded());
    if (!new GeneralName(subject).equals(header.getSender())) {
      throw Refusals.answer("its sender is not the subject of its signer");
    }
    byte[] extension = signer.getExtensionValue("2.5.29.14");
    if (header.getSenderKID() != null && extension != null) {
      byte[] identifier =
          SubjectKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
              .getKeyIdentifier();
      if (!Arrays.equals(identifier, header.getSenderKID().getOctets())) {
        throw Refusals.answer("its senderKID is not the key identifier of its signer");
      }
    }
  }

  private static RuntimeException unprotected(PKIMessage message) {
    return message.getBody().getType() == PKIBody.TYPE_ERROR
        ? refusal(message, false)
        : Refusals.answer("it is not protected");
  }

  private static RefusedByCa refusal(PKIMessage message, boolean authentic) {
    PKIStatusInfo status =
        ErrorMsgContent.getInstance(message.getBody().getContent()).getPKIStatusInfo();
    return refusal(message.getHeader(), status, authentic);
  }

  /** A refusal under the transaction's number, by which the CA's log finds it. */
  static RefusedByCa refusal(PKIHeader header, PKIStatusInfo status, boolean authentic) {
    String what =
        authentic
            ? "the CA refused the request"
            : "the CA refused the request, in an answer that is not protected";
    return new RefusedByCa(
        FailInfo.fault(what, status)
            .withReference(HexFormat.of().formatHex(header.getTransactionID().getOctets())),
        authentic);
  }

  private static List<X509Certificate> extraCerts(PKIMessage message) throws IOException {
    CMPCertificate[] extra = message.getExtraCerts();
    if (extra == null) {
      return List.of();
    }
    List<X509Certificate> read = new java.util.ArrayList<>();
    for (CMPCertificate certificate : extra) {
      read.add(Certificates.ofDer(certificate.getEncoded()));
    }
    return read;
  }

  private static boolean same(ASN1OctetString ours, ASN1OctetString theirs) {
    return theirs != null && Arrays.equals(ours.getOctets(), theirs.getOctets());
  }
}
