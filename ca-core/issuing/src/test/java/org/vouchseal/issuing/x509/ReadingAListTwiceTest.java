package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/** The check of a list before it is published, by what did not make it. */
class ReadingAListTwiceTest {

  private static final TestPki PKI = TestPki.create();
  private static final Instant NOW = TestPki.BEGIN.plus(Duration.ofDays(100));
  private static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.ECDSA_SHA256;

  private final SecondReading reading = new SecondReading(PKI.providers());
  private final IssuerCertificate ca = PKI.issuer("smime");

  @Test
  void soundList_hasNoFault() {
    assertThat(reading.fault(list(0), ca, ALGORITHM)).isEmpty();
    assertThat(reading.fault(list(3_000), ca, ALGORITHM)).isEmpty();
  }

  @Test
  void listOfTheOtherCa_isNotThisOnes() {
    assertThat(reading.fault(list(1), PKI.issuer("trust"), ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("issuer of the list"));
  }

  @Test
  void listSignedByAnotherKey_doesNotVerify() {
    SigningKey other = PKI.token().signing(KeyPurpose.TRUST_CA);
    byte[] der =
        new TbsSigner(PKI.providers())
            .sign(tbs(1), other, PKI.issuer("trust").subjectPublicKeyInfo());
    assertThat(reading.fault(der, ca, ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("does not verify"));
  }

  @Test
  void otherAlgorithm_isNamed() {
    assertThat(reading.fault(list(1), ca, SignatureAlgorithm.ECDSA_SHA384))
        .hasValueSatisfying(text -> assertThat(text).contains("does not name"));
  }

  @Test
  void listCutShortOrFollowedByMore_hasAFault() {
    byte[] der = list(1);
    for (int length = 0; length < der.length; length++) {
      assertThat(reading.fault(Arrays.copyOf(der, length), ca, ALGORITHM)).isPresent();
    }
    assertThat(reading.fault(Arrays.copyOf(der, der.length + 1), ca, ALGORITHM)).isPresent();
  }

  @Test
  void everyOctetFlipped_hasAFault() {
    byte[] der = list(1);
    for (int i = 0; i < der.length; i++) {
      byte[] flipped = der.clone();
      flipped[i] ^= 1;
      assertThat(reading.fault(flipped, ca, ALGORITHM)).as("octet " + i).isPresent();
    }
  }

  private byte[] list(int entries) {
    return new TbsSigner(PKI.providers())
        .sign(tbs(entries), PKI.token().signing(KeyPurpose.SMIME_CA), ca.subjectPublicKeyInfo());
  }

  private byte[] tbs(int entries) {
    BigInteger first = BigInteger.ONE.shiftLeft(126);
    return new CrlCodec()
        .toBeSigned(
            ca,
            ALGORITHM,
            1,
            NOW,
            NOW.plus(Duration.ofDays(7)),
            consumer ->
                IntStream.range(0, entries)
                    .mapToObj(i -> new SerialNumber(first.add(BigInteger.valueOf(i))))
                    .map(s -> new RevokedEntry(s, NOW, RevocationReason.SUPERSEDED, true))
                    .forEach(consumer));
  }
}
