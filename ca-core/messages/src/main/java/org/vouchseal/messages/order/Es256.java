package org.vouchseal.messages.order;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignatureVerdict;

/** ES256 of RFC 7518 §3.4: ECDSA on P-256 with SHA-256, 64 octets of r and s. */
final class Es256 {

  private static final int HALF = 32;
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  private final ForeignSignatures signatures;

  Es256(ForeignSignatures signatures) {
    this.signatures = signatures;
  }

  boolean verifies(byte[] signingInput, byte[] rawSignature, byte[] subjectPublicKeyInfo) {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
    boolean p256 = SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters());
    return rawSignature.length == 2 * HALF
        && p256
        && signatures.verify(ECDSA, key, signingInput, der(rawSignature)) == SignatureVerdict.VALID;
  }

  private static byte[] der(byte[] raw) {
    ASN1EncodableVector both = new ASN1EncodableVector();
    for (byte[] half :
        List.of(Arrays.copyOfRange(raw, 0, HALF), Arrays.copyOfRange(raw, HALF, 2 * HALF))) {
      both.add(new ASN1Integer(new BigInteger(1, half)));
    }
    try {
      return new DERSequence(both).getEncoded();
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
