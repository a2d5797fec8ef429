package org.vouchseal.keyservice.cms;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.keyservice.central.KeyContent;

/** The content of a key package: a private key in one of the forms that clients read. */
final class PrivateKeyContent {

  private PrivateKeyContent() {}

  /** DER; the caller wipes it. */
  static byte[] of(KeyContent form, byte[] privateKeyInfo, byte[] subjectPublicKeyInfo) {
    return switch (form) {
      case PRIVATE_KEY_INFO -> privateKeyInfo.clone();
      case ASYMMETRIC_KEY_PACKAGE -> keyPackage(privateKeyInfo, subjectPublicKeyInfo);
    };
  }

  /** AsymmetricKeyPackage with one OneAsymmetricKey v2 that carries the public key (RFC 5958). */
  private static byte[] keyPackage(byte[] privateKeyInfo, byte[] subjectPublicKeyInfo) {
    try {
      PrivateKeyInfo plain = PrivateKeyInfo.getInstance(privateKeyInfo);
      byte[] publicKey =
          SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getPublicKeyData().getOctets();
      PrivateKeyInfo withPublicKey =
          new PrivateKeyInfo(
              plain.getPrivateKeyAlgorithm(), plain.parsePrivateKey(), null, publicKey);
      return new DERSequence(withPublicKey).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a key of our own is no PrivateKeyInfo", e);
    }
  }
}
