package org.vouchseal.issuing.cmp.genm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed octets keep their form in an answer, or do not go into it. */
class PublishedOctetsTest {

  @Test
  void der_isEncodedAsItCame() throws IOException {
    byte[] der = HexFormat.of().parseHex("30060101ff020105");

    assertThat(PublishedDer.of(der).getEncoded(ASN1Encoding.DER)).isEqualTo(der);
  }

  /** Indefinite length, a long length, a BOOLEAN of one bit, nothing at all, and more than one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"30800201050000", "308103020105", "3003010101", "", "30030201053003020105"})
  void otherEncodings_areRefused(String octets) {
    assertThatThrownBy(() -> PublishedDer.of(HexFormat.of().parseHex(octets)))
        .isInstanceOf(IllegalStateException.class);
  }
}
