package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;

/** Takes signed structures apart. */
public final class SignedParts {

  private SignedParts() {}

  /** DER of what a certificate's signature is over. */
  public static byte[] toBeSigned(byte[] certificate) {
    try {
      return ASN1Sequence.getInstance(certificate)
          .getObjectAt(0)
          .toASN1Primitive()
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 in lower-case hexadecimal, the form of digest columns. */
  public static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
