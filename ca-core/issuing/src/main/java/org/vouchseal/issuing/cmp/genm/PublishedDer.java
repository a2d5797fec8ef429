package org.vouchseal.issuing.cmp.genm;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;

/** Signed octets on their way into an answer. */
final class PublishedDer {

  private PublishedDer() {}

  /**
   * The value that will be encoded as exactly these octets.
   *
   * @throws IllegalStateException when they are not DER, so that the signature would not survive
   */
  static ASN1Primitive of(byte[] der) {
    try {
      @Nullable ASN1Primitive value = ASN1Primitive.fromByteArray(der);
      if (value == null || !Arrays.equals(value.getEncoded(ASN1Encoding.DER), der)) {
        throw new IllegalStateException("what was published is not DER");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalStateException("what was published cannot be decoded", e);
    }
  }
}
