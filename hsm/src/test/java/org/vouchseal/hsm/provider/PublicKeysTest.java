package org.vouchseal.hsm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.KeyAlgorithm;

class PublicKeysTest {

  private static final BigInteger F4 = BigInteger.valueOf(65537);

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "ED25519", "RSA2048", "RSA3072"})
  void keyOfAKindThatIsTaken_isDecodedByBothChoicesToTheSameBytes(KeyAlgorithm kind)
      throws Exception {
    byte[] spki = SignaturesTest.somePublicKey(kind).getEncoded();

    assertThat(PublicKeys.algorithmOf(spki)).isEqualTo(kind);
    for (String setting : List.of("accp", "fallback")) {
      assertThat(new PublicKeys(CryptoProviders.of(setting)).decode(spki).getEncoded())
          .isEqualTo(spki);
    }
  }

  @Test
  void rsaOf4096Bits_isTaken() throws Exception {
    byte[] spki = rsa(odd(4096), F4, DERNull.INSTANCE);

    assertThat(PublicKeys.algorithmOf(spki)).isEqualTo(KeyAlgorithm.RSA4096);
  }

  static Stream<Arguments> refused() throws Exception {
    byte[] p256 = SignaturesTest.somePublicKey(KeyAlgorithm.P256).getEncoded();
    byte[] point = Arrays.copyOfRange(p256, 26, 91);
    byte[] compressed = Arrays.copyOf(point, 33);
    compressed[0] = (byte) (2 + (point[64] & 1));
    byte[] hybrid = point.clone();
    hybrid[0] = (byte) (6 + (point[64] & 1));
    byte[] rsaBits =
        SubjectPublicKeyInfo.getInstance(
                SignaturesTest.somePublicKey(KeyAlgorithm.RSA2048).getEncoded())
            .getPublicKeyData()
            .getOctets();
    return Stream.of(
        Arguments.of("empty", new byte[0]),
        Arguments.of("not ASN.1", new byte[] {1, 2, 3}),
        Arguments.of("an integer", HexFormat.of().parseHex("020101")),
        Arguments.of("trailing octet", Arrays.copyOf(p256, p256.length + 1)),
        Arguments.of("BER length", berLength(p256)),
        Arguments.of("P-521", ec(SECObjectIdentifiers.secp521r1, new byte[133])),
        Arguments.of("secp256k1", ec(SECObjectIdentifiers.secp256k1, point)),
        Arguments.of("explicit parameters", ec(NISTNamedCurves.getByName("P-256"), point)),
        Arguments.of("no parameters", ec(null, point)),
        Arguments.of("compressed point", ec(SECObjectIdentifiers.secp256r1, compressed)),
        Arguments.of("hybrid point", ec(SECObjectIdentifiers.secp256r1, hybrid)),
        Arguments.of("point at infinity", ec(SECObjectIdentifiers.secp256r1, new byte[1])),
        Arguments.of("P-256 point on P-384", ec(SECObjectIdentifiers.secp384r1, point)),
        Arguments.of("RSA 1024", rsa(odd(1024), F4, DERNull.INSTANCE)),
        Arguments.of("RSA 2047", rsa(odd(2047), F4, DERNull.INSTANCE)),
        Arguments.of("RSA 8192", rsa(odd(8192), F4, DERNull.INSTANCE)),
        Arguments.of("exponent 3", rsa(odd(2048), BigInteger.valueOf(3), DERNull.INSTANCE)),
        Arguments.of("exponent even", rsa(odd(2048), F4.add(BigInteger.ONE), DERNull.INSTANCE)),
        Arguments.of("exponent long", rsa(odd(2048), odd(257), DERNull.INSTANCE)),
        Arguments.of("modulus even", rsa(odd(2048).subtract(BigInteger.ONE), F4, DERNull.INSTANCE)),
        Arguments.of("modulus negative", rsa(odd(2048).negate(), F4, DERNull.INSTANCE)),
        Arguments.of("RSA without NULL", rsa(odd(2048), F4, null)),
        Arguments.of(
            "RSASSA-PSS key", spki(PKCSObjectIdentifiers.id_RSASSA_PSS, DERNull.INSTANCE, rsaBits)),
        Arguments.of(
            "RSA without content",
            spki(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, new byte[0])),
        Arguments.of("DSA", spki(new ASN1ObjectIdentifier("1.2.840.10040.4.1"), null, rsaBits)),
        Arguments.of("X25519", spki(new ASN1ObjectIdentifier("1.3.101.110"), null, new byte[32])),
        Arguments.of("Ed448", spki(new ASN1ObjectIdentifier("1.3.101.113"), null, new byte[57])),
        Arguments.of(
            "Ed25519 with NULL",
            spki(new ASN1ObjectIdentifier("1.3.101.112"), DERNull.INSTANCE, new byte[32])),
        Arguments.of(
            "Ed25519 short", spki(new ASN1ObjectIdentifier("1.3.101.112"), null, new byte[31])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void keyOfAnyOtherKind_isRefused(String what, byte[] spki) {
    assertThatThrownBy(() -> PublicKeys.algorithmOf(spki)).isInstanceOf(UnsupportedKey.class);
    for (String setting : List.of("accp", "fallback")) {
      PublicKeys keys = new PublicKeys(CryptoProviders.of(setting));
      assertThatThrownBy(() -> keys.decode(spki)).isInstanceOf(UnsupportedKey.class);
    }
  }

  @Test
  void pointOffItsCurve_isRefusedByBothChoices() throws Exception {
    byte[] spki = SignaturesTest.somePublicKey(KeyAlgorithm.P384).getEncoded();
    spki[spki.length - 1] ^= 1;

    for (String setting : List.of("accp", "fallback")) {
      PublicKeys keys = new PublicKeys(CryptoProviders.of(setting));
      assertThatThrownBy(() -> keys.decode(spki)).isInstanceOf(UnsupportedKey.class);
    }
  }

  @Test
  void everyCutOfAKey_isRefusedWithTheOneException() throws Exception {
    for (KeyAlgorithm kind :
        List.of(KeyAlgorithm.P256, KeyAlgorithm.RSA2048, KeyAlgorithm.ED25519)) {
      byte[] spki = SignaturesTest.somePublicKey(kind).getEncoded();
      for (int length = 0; length < spki.length; length++) {
        byte[] cut = Arrays.copyOf(spki, length);
        assertThatThrownBy(() -> PublicKeys.algorithmOf(cut)).isInstanceOf(UnsupportedKey.class);
      }
    }
  }

  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
  }

  private static byte[] berLength(byte[] der) {
    byte[] ber = new byte[der.length + 1];
    ber[0] = der[0];
    ber[1] = (byte) 0x81;
    System.arraycopy(der, 1, ber, 2, der.length - 1);
    return ber;
  }

  private static byte[] ec(ASN1Encodable parameters, byte[] point) throws IOException {
    return spki(X9ObjectIdentifiers.id_ecPublicKey, parameters, point);
  }

  private static byte[] rsa(BigInteger modulus, BigInteger exponent, ASN1Encodable parameters)
      throws IOException {
    byte[] body =
        new org.bouncycastle.asn1.DERSequence(
                new ASN1Encodable[] {
                  new org.bouncycastle.asn1.ASN1Integer(modulus),
                  new org.bouncycastle.asn1.ASN1Integer(exponent)
                })
            .getEncoded("DER");
    return spki(PKCSObjectIdentifiers.rsaEncryption, parameters, body);
  }

  private static byte[] spki(ASN1ObjectIdentifier oid, ASN1Encodable parameters, byte[] bits)
      throws IOException {
    AlgorithmIdentifier algorithm =
        parameters == null
            ? new AlgorithmIdentifier(oid)
            : new AlgorithmIdentifier(oid, parameters);
    return new SubjectPublicKeyInfo(algorithm, bits).getEncoded("DER");
  }
}
