package org.vouchseal.issuing.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.BouncyCastleKeyReader;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SpkiDigest;

class CheckingPublicKeysTest {

  private static final BigInteger F4 = BigInteger.valueOf(65537);
  private static final CertificateProfile SIGNING =
      CertificateProfiles.standard().get(ProfileName.SIGNING);
  private static final CertificateProfile ENCRYPTION =
      CertificateProfiles.standard().get(ProfileName.ENCRYPTION);

  private final Random random = new Random(7);
  private final PublicKeyCheck check =
      new PublicKeyCheck(new BouncyCastleKeyReader(), KeyBlocklist.EMPTY);

  @Test
  void soundKeys_pass() {
    assertThat(fault(SIGNING, Keys.p256().getPublic().getEncoded())).isEmpty();
    assertThat(fault(SIGNING, Keys.p384().getPublic().getEncoded())).isEmpty();
    assertThat(fault(SIGNING, Keys.ed25519().getPublic().getEncoded())).isEmpty();
    assertThat(fault(SIGNING, Keys.rsa(2048).getPublic().getEncoded())).isEmpty();
    assertThat(fault(ENCRYPTION, Keys.rsa(3072).getPublic().getEncoded())).isEmpty();
  }

  @Test
  void kindsAndSizesOutsideTheProfile_areNotAllowed() throws Exception {
    assertNotAllowed(SIGNING, Keys.ec("secp521r1").getPublic().getEncoded());
    assertNotAllowed(SIGNING, Keys.rsa(1024).getPublic().getEncoded());
    assertNotAllowed(SIGNING, rsa(soundModulus(2052), F4));
    assertNotAllowed(ENCRYPTION, Keys.ed25519().getPublic().getEncoded());
    assertNotAllowed(SIGNING, new byte[] {0x30, 0});
    assertNotAllowed(SIGNING, new byte[0]);
  }

  @Test
  void modulusUnderAnotherExponent_isNotCertified() throws Exception {
    BigInteger n = soundModulus(2048);
    assertNotAllowed(SIGNING, rsa(n, BigInteger.valueOf(3)));
    assertNotAllowed(SIGNING, rsa(n, BigInteger.valueOf(65538)));
    assertNotAllowed(SIGNING, rsa(n, BigInteger.ONE));
    assertNotAllowed(SIGNING, rsa(n, BigInteger.ONE.shiftLeft(300).add(BigInteger.ONE)));
    assertNotAllowed(SIGNING, rsa(n, BigInteger.valueOf(65539)));
    assertThat(fault(SIGNING, rsa(n, F4))).isEmpty();
  }

  @Test
  void modulusWithASmallFactor_isWeak() throws Exception {
    BigInteger odd = BigInteger.valueOf(751);
    BigInteger cofactor = BigInteger.probablePrime(2048 - odd.bitLength(), random);
    BigInteger n = odd.multiply(cofactor);
    while (n.bitLength() != 2048) {
      cofactor = BigInteger.probablePrime(2049 - odd.bitLength(), random);
      n = odd.multiply(cofactor);
    }
    assertWeak(SIGNING, rsa(n, F4), "small factor");
    assertWeak(SIGNING, rsa(soundModulus(2048).clearBit(0), F4), "small factor");
  }

  @Test
  void closePrimes_areWeak() throws Exception {
    BigInteger p = BigInteger.probablePrime(1024, random).setBit(1022);
    while (!p.isProbablePrime(30)) {
      p = p.nextProbablePrime();
    }
    BigInteger q = p.nextProbablePrime();
    assertWeak(SIGNING, rsa(p.multiply(q), F4), "too close");
    assertWeak(SIGNING, rsa(p.multiply(p), F4), "too close");
  }

  @Test
  void modulusOfThePatternOfTheFaultyLibrary_isWeak() throws Exception {
    BigInteger n = rocaPrime().multiply(rocaPrime());
    while (n.bitLength() != 2048) {
      n = rocaPrime().multiply(rocaPrime());
    }
    assertWeak(SIGNING, rsa(n, F4), "CVE-2017-15361");
  }

  /** k * M + (65537^a mod M), M being the product of the first 126 primes, for 1024-bit primes. */
  private BigInteger rocaPrime() {
    BigInteger primorial = BigInteger.ONE;
    BigInteger prime = BigInteger.TWO;
    for (int i = 0; i < 126; i++) {
      primorial = primorial.multiply(prime);
      prime = prime.nextProbablePrime();
    }
    BigInteger residue = F4.modPow(new BigInteger(250, random), primorial);
    while (true) {
      BigInteger k =
          new BigInteger(1024 - primorial.bitLength(), random).setBit(1023 - primorial.bitLength());
      BigInteger candidate = k.multiply(primorial).add(residue);
      if (candidate.isProbablePrime(20)) {
        return candidate;
      }
    }
  }

  @Test
  void pointOffTheCurve_isWeak() {
    byte[] spki = Keys.p256().getPublic().getEncoded();
    spki[spki.length - 1] ^= 1;
    assertWeak(SIGNING, spki, "not on the curve");
  }

  @Test
  void pointAtInfinityOrCompressed_isNotAllowed() throws Exception {
    assertNotAllowed(SIGNING, p256(new byte[] {0}));
    byte[] compressed = new byte[33];
    compressed[0] = 2;
    assertNotAllowed(SIGNING, p256(compressed));
  }

  @Test
  void edwardsPointsOfSmallOrder_areWeak() throws Exception {
    for (int first : List.of(0, 1)) {
      byte[] point = new byte[32];
      point[0] = (byte) first;
      assertWeak(SIGNING, ed25519(point), "small order");
    }
    byte[] beyondTheField = new byte[32];
    java.util.Arrays.fill(beyondTheField, (byte) 0xff);
    assertWeak(SIGNING, ed25519(beyondTheField), "canonically");
    byte[] off = new byte[32];
    off[0] = 2;
    assertWeak(SIGNING, ed25519(off), "not on the curve");
  }

  @Test
  void parametersThatAreNotExact_areNotAllowed() throws Exception {
    RSAPublicKey key = (RSAPublicKey) Keys.rsa(2048).getPublic();
    byte[] inner =
        new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent())
            .getEncoded("DER");
    assertNotAllowed(
        SIGNING,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), inner)
            .getEncoded("DER"));
    assertNotAllowed(
        SIGNING,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, DERNull.INSTANCE),
                inner)
            .getEncoded("DER"));
    assertNotAllowed(
        SIGNING,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519, DERNull.INSTANCE),
                new byte[32])
            .getEncoded("DER"));
    assertNotAllowed(
        SIGNING,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.3.132.0.10")),
                new byte[65])
            .getEncoded("DER"));
    assertNotAllowed(
        SIGNING,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, new ASN1Integer(1)),
                inner)
            .getEncoded("DER"));
  }

  @Test
  void blockedKey_isWeak() {
    byte[] spki = Keys.p256().getPublic().getEncoded();
    KeyBlocklist list =
        KeyBlocklist.of(List.of("# leaked", "", SpkiDigest.of(spki).hex() + " # found"), "list");
    PublicKeyCheck blocking = new PublicKeyCheck(new BouncyCastleKeyReader(), list);
    assertThat(blocking.fault(SIGNING, spki)).get().matches(KeyFault::weak);
    assertThat(blocking.fault(SIGNING, Keys.p256().getPublic().getEncoded())).isEmpty();
  }

  private BigInteger soundModulus(int bits) {
    while (true) {
      BigInteger n =
          BigInteger.probablePrime(bits / 2, random)
              .multiply(BigInteger.probablePrime(bits - bits / 2, random));
      if (n.bitLength() == bits) {
        return n;
      }
    }
  }

  private static byte[] rsa(BigInteger n, BigInteger e) throws Exception {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new org.bouncycastle.asn1.pkcs.RSAPublicKey(n, e))
        .getEncoded("DER");
  }

  private static byte[] p256(byte[] point) throws Exception {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
            point)
        .getEncoded("DER");
  }

  private static byte[] ed25519(byte[] point) throws Exception {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), point)
        .getEncoded("DER");
  }

  private Optional<KeyFault> fault(CertificateProfile profile, byte[] spki) {
    return check.fault(profile, spki);
  }

  private void assertNotAllowed(CertificateProfile profile, byte[] spki) {
    assertThat(fault(profile, spki)).get().matches(found -> !found.weak());
  }

  private void assertWeak(CertificateProfile profile, byte[] spki, String text) {
    assertThat(fault(profile, spki))
        .get()
        .matches(KeyFault::weak)
        .extracting(KeyFault::text)
        .asString()
        .contains(text);
  }
}
