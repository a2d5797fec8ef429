package org.vouchseal.messages.cmp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;

/** An answer under our signature; sender and senderKID are those of the signer's certificate. */
final class SignedAnswer implements AnswerProtection {

  private final SigningKey key;
  private final List<byte[]> chain;
  private final X509CertificateHolder signer;

  SignedAnswer(SigningKey key, List<byte[]> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
    try {
      this.signer = new X509CertificateHolder(chain.get(0));
    } catch (IOException e) {
      throw new IllegalArgumentException("the certificate of our CMP signer is malformed", e);
    }
  }

  @Override
  public byte[] protect(AnswerHeader header, PKIBody body, List<byte[]> moreCertificates) {
    List<byte[]> certificates = new ArrayList<>(chain);
    certificates.addAll(moreCertificates);
    return AnswerParts.protectedMessage(
        header.signedBy(signer.getSubject(), SignatureProtection.keyIdentifier(signer)),
        body,
        identifier(key.algorithm()),
        key::sign,
        certificates);
  }

  private static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(algorithm.oid());
    return switch (algorithm) {
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> new AlgorithmIdentifier(oid, DERNull.INSTANCE);
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519 -> new AlgorithmIdentifier(oid);
    };
  }
}
