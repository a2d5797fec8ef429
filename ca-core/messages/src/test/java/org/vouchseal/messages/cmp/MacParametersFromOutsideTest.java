package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.iana.IANAObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.model.Outcome;

class MacParametersFromOutsideTest {

  private static final ASN1ObjectIdentifier SHA256 = NISTObjectIdentifiers.id_sha256;
  private static final ASN1ObjectIdentifier HMAC256 = PKCSObjectIdentifiers.id_hmacWithSHA256;

  @Test
  void pbmMadeByAnotherLibrary_verifies() {
    byte[] message = new CmpWriter().pbm(CmpWriter.SECRET, 500);
    assertThat(verify(message).fault()).isEmpty();
  }

  @Test
  void pbmac1MadeByAnotherLibrary_verifies() {
    byte[] message = new CmpWriter().pbmac1(CmpWriter.SECRET, 2000);
    assertThat(verify(message).fault()).isEmpty();
    assertThat(verify(new CmpWriter().pbmac1("Another-Secret-0123456789-abc", 2000)).fault())
        .contains(MacProtection.WRONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "0", "99", "100001", "2147483647", "4294967296", "18446744073709551615"})
  void iterationsOutsideTheRange_areRefusedBeforeWork(String count) {
    long start = System.nanoTime();
    for (AlgorithmIdentifier algorithm :
        new AlgorithmIdentifier[] {
          pbm(16, SHA256, new BigInteger(count), HMAC256),
          pbmac1(16, new BigInteger(count), 32, HMAC256, HMAC256)
        }) {
      assertThat(refusal(algorithm)).isEqualTo(CmpFailure.BAD_ALG);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 65})
  void saltOutsideTheRange_isRefused(int salt) {
    assertThat(refusal(pbm(salt, SHA256, BigInteger.valueOf(500), HMAC256)))
        .isEqualTo(CmpFailure.BAD_ALG);
    assertThat(refusal(pbmac1(salt, BigInteger.valueOf(500), 32, HMAC256, HMAC256)))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void sha1AsOneWayFunction_isRefused() {
    assertThat(refusal(pbm(16, OIWObjectIdentifiers.idSHA1, BigInteger.valueOf(500), HMAC256)))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void hmacSha1InsidePbm_isTakenAndFailsOnlyByItsValue() {
    for (ASN1ObjectIdentifier hmacSha1 :
        new ASN1ObjectIdentifier[] {
          IANAObjectIdentifiers.hmacSHA1, PKCSObjectIdentifiers.id_hmacWithSHA1
        }) {
      assertThat(refusal(pbm(16, SHA256, BigInteger.valueOf(500), hmacSha1)))
          .isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
    }
  }

  @Test
  void hmacSha1InsidePbmac1_isRefused() {
    BigInteger count = BigInteger.valueOf(500);
    ASN1ObjectIdentifier sha1 = PKCSObjectIdentifiers.id_hmacWithSHA1;
    assertThat(refusal(pbmac1(16, count, 32, sha1, HMAC256))).isEqualTo(CmpFailure.BAD_ALG);
    assertThat(refusal(pbmac1(16, count, 32, HMAC256, sha1))).isEqualTo(CmpFailure.BAD_ALG);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 15, 65, 1_000_000})
  void keyLengthOutsideTheRange_isRefused(int keyLength) {
    assertThat(refusal(pbmac1(16, BigInteger.valueOf(500), keyLength, HMAC256, HMAC256)))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void parametersOfAnotherShape_areBadDataFormat() {
    assertThat(
            refusal(
                new AlgorithmIdentifier(
                    CMPObjectIdentifiers.passwordBasedMac, new ASN1Integer(500))))
        .isEqualTo(CmpFailure.BAD_DATA_FORMAT);
    assertThat(refusal(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1)))
        .isEqualTo(CmpFailure.BAD_DATA_FORMAT);
  }

  @Test
  void narrowerSettings_areObeyed() {
    ReceivedMessage message = Samples.read(new CmpWriter().pbm(CmpWriter.SECRET, 500));
    MacProtection narrow =
        new MacProtection(
            Samples.PROVIDERS, MacLimits.iterations(1_000, 2_000), new SecureRandom());
    assertThat(Samples.failure(narrow.verify(message, Samples.secret())))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  private static Outcome<MacParameters, CmpRefusal> verify(byte[] message) {
    return Samples.macs().verify(Samples.read(message), Samples.secret());
  }

  private static CmpFailure refusal(AlgorithmIdentifier algorithm) {
    return Samples.failure(verify(new CmpWriter().withProtectionAlgorithm(algorithm)));
  }

  /** PBM with this count. */
  static AlgorithmIdentifier pbm(String count) {
    return pbm(16, SHA256, new BigInteger(count), HMAC256);
  }

  /** PBMAC1 with this count. */
  static AlgorithmIdentifier pbmac1(String count) {
    return pbmac1(16, new BigInteger(count), 32, HMAC256, HMAC256);
  }

  private static AlgorithmIdentifier pbm(
      int salt, ASN1ObjectIdentifier owf, BigInteger iterations, ASN1ObjectIdentifier mac) {
    return new AlgorithmIdentifier(
        CMPObjectIdentifiers.passwordBasedMac,
        new DERSequence(
            new ASN1Encodable[] {
              new DEROctetString(new byte[salt]),
              new AlgorithmIdentifier(owf),
              new ASN1Integer(iterations),
              new AlgorithmIdentifier(mac)
            }));
  }

  private static AlgorithmIdentifier pbmac1(
      int salt,
      BigInteger iterations,
      int keyLength,
      ASN1ObjectIdentifier prf,
      ASN1ObjectIdentifier mac) {
    DERSequence pbkdf2 =
        new DERSequence(
            new ASN1Encodable[] {
              new DEROctetString(new byte[salt]),
              new ASN1Integer(iterations),
              new ASN1Integer(keyLength),
              new AlgorithmIdentifier(prf)
            });
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBMAC1,
        new DERSequence(
            new ASN1Encodable[] {
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, pbkdf2),
              new AlgorithmIdentifier(mac)
            }));
  }
}
