package org.vouchseal.sdk.cmp;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The signature algorithms that are used and accepted in messages and key packages: SHA-2 up. */
public final class SignatureAlgorithms {

  private static final Set<ASN1ObjectIdentifier> ACCEPTED =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption,
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          EdECObjectIdentifiers.id_Ed25519);

  private SignatureAlgorithms() {}

  static boolean accepted(ASN1ObjectIdentifier algorithm) {
    return ACCEPTED.contains(algorithm);
  }

  /** The JCA name of the algorithm with which a key of ours signs. */
  public static String of(Key key) {
    if (key instanceof ECKey) {
      return "SHA256withECDSA";
    }
    return key instanceof RSAKey ? "SHA256withRSA" : "Ed25519";
  }
}
