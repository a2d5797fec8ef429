package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    assertThat(fault(list(0))).isEmpty();
    assertThat(fault(list(3_000))).isEmpty();
  }

  @Test
  void listOfTheOtherCa_isNotThisOnes() {
    assertThat(fault(list(1), fields(PKI.issuer("trust"), 1, Optional.empty()), ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("issuer of the list"));
  }

  @Test
  void listSignedByAnotherKey_doesNotVerify() {
    SigningKey other = PKI.token().signing(KeyPurpose.TRUST_CA);
    byte[] der =
        new TbsSigner(PKI.providers())
            .sign(tbs(1), other, PKI.issuer("trust").subjectPublicKeyInfo());
    assertThat(fault(der)).hasValueSatisfying(text -> assertThat(text).contains("does not verify"));
  }

  @Test
  void otherAlgorithm_isNamed() {
    assertThat(fault(list(1), fields(ca, 1, Optional.empty()), SignatureAlgorithm.ECDSA_SHA384))
        .hasValueSatisfying(text -> assertThat(text).contains("does not name"));
  }

  @Test
  void listCutShortOrFollowedByMore_hasAFault() {
    byte[] der = list(1);
    for (int length = 0; length < der.length; length++) {
      assertThat(fault(Arrays.copyOf(der, length))).isPresent();
    }
    assertThat(fault(Arrays.copyOf(der, der.length + 1))).isPresent();
  }

  @Test
  void everyOctetFlipped_hasAFault() {
    byte[] der = list(1);
    for (int i = 0; i < der.length; i++) {
      byte[] flipped = der.clone();
      flipped[i] ^= 1;
      assertThat(fault(flipped)).as("octet " + i).isPresent();
    }
  }

  @Test
  void listOfAnotherNumberOrTime_isNotTheOneThatWasMeant() {
    byte[] der = list(1);
    assertThat(fault(der, fields(ca, 2, Optional.empty()), ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("number"));
    CrlFields later =
        new CrlFields(
            ca, ALGORITHM, 1, NOW.plusSeconds(1), NOW.plus(Duration.ofDays(7)), Optional.empty());
    assertThat(fault(der, later, ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("another time"));
  }

  @Test
  void listOfAnotherScope_isNotTheOneThatWasMeant() throws IOException {
    Optional<String> mine = Optional.of("http://ca.example.test/pki/smime-1.crl");
    Optional<String> other = Optional.of("http://ca.example.test/pki/smime-2.crl");
    byte[] shard = signed(fields(ca, 1, mine));

    assertThat(fault(shard, fields(ca, 1, mine), ALGORITHM)).isEmpty();
    for (Optional<String> expected : List.of(other, Optional.<String>empty())) {
      assertThat(fault(shard, fields(ca, 1, expected), ALGORITHM))
          .hasValueSatisfying(text -> assertThat(text).contains("is not for"));
    }
    assertThat(fault(list(1), fields(ca, 1, mine), ALGORITHM))
        .hasValueSatisfying(text -> assertThat(text).contains("is not for"));
  }

  private Optional<String> fault(byte[] der) {
    return fault(der, fields(ca, 1, Optional.empty()), ALGORITHM);
  }

  private Optional<String> fault(byte[] der, CrlFields expected, SignatureAlgorithm algorithm) {
    return reading.fault(new ByteArrayInputStream(der), expected, algorithm);
  }

  private static CrlFields fields(IssuerCertificate issuer, long number, Optional<String> point) {
    return new CrlFields(issuer, ALGORITHM, number, NOW, NOW.plus(Duration.ofDays(7)), point);
  }

  private byte[] signed(CrlFields fields) throws IOException {
    SigningKey key = PKI.token().signing(KeyPurpose.SMIME_CA);
    try (CrlEntries entries = CrlEntries.begin()) {
      ByteArrayOutputStream der = new ByteArrayOutputStream();
      new TbsSigner(PKI.providers())
          .sign(new CrlCodec().toBeSigned(fields, entries), key, ca.subjectPublicKeyInfo())
          .writeTo(der);
      return der.toByteArray();
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
                    .map(s -> new RevokedEntry(s, NOW, RevocationReason.SUPERSEDED))
                    .forEach(consumer));
  }
}
