package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
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
}
