package org.vouchseal.keyservice.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.fixtures.TestPki;

/** A client's private key beside a public one, with nothing else of escrow there. */
class ClientKeyAdoptedTest {

  private static final KeyPair RSA = TestPki.rsaKeys(2048);

  @ParameterizedTest
  @ValueSource(strings = {"auto", "fallback"})
  void wholeKeys_areAdopted(String crypto) {
    KeyPair curve = TestPki.curveKeys();

    assertThat(adopt(crypto, RSA, RSA.getPrivate().getEncoded())).isPresent();
    assertThat(adopt(crypto, curve, curve.getPrivate().getEncoded())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "fallback"})
  void curveKeyOfAnotherPair_isNot(String crypto) {
    assertThat(adopt(crypto, TestPki.curveKeys(), TestPki.curveKeys().getPrivate().getEncoded()))
        .isEmpty();
  }

  /** Such numbers decrypt as well; they are other octets all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "fallback"})
  void otherNumbersOfTheSameEffect_areNot(String crypto) throws Exception {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) RSA.getPrivate();
    BigInteger pLess = key.getPrimeP().subtract(BigInteger.ONE);
    BigInteger qLess = key.getPrimeQ().subtract(BigInteger.ONE);
    BigInteger zero = BigInteger.ZERO;

    assertThat(adopt(crypto, RSA, changed(key, zero, pLess, zero, zero))).isEmpty();
    assertThat(adopt(crypto, RSA, changed(key, zero, zero, qLess, zero))).isEmpty();
    assertThat(adopt(crypto, RSA, changed(key, zero, zero, zero, key.getPrimeP()))).isEmpty();
    // decrypting goes by the primes, so only a look at it shows that d is wrong
    assertThat(adopt(crypto, RSA, changed(key, BigInteger.TWO, zero, zero, zero))).isEmpty();
  }

  private static byte[] changed(
      RSAPrivateCrtKey key, BigInteger d, BigInteger dp, BigInteger dq, BigInteger coefficient)
      throws Exception {
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.rsaEncryption, org.bouncycastle.asn1.DERNull.INSTANCE),
            new RSAPrivateKey(
                key.getModulus(),
                key.getPublicExponent(),
                key.getPrivateExponent().add(d),
                key.getPrimeP(),
                key.getPrimeQ(),
                key.getPrimeExponentP().add(dp),
                key.getPrimeExponentQ().add(dq),
                key.getCrtCoefficient().add(coefficient)))
        .getEncoded("DER");
  }

  private static Optional<EncryptionKeyPair> adopt(
      String crypto, KeyPair publicOf, byte[] privateKeyInfo) {
    CryptoProviders providers = CryptoProviders.of(crypto);
    return new AdoptClientKey(providers, new PairwiseCheck(providers, new SecureRandom()))
        .adopt(publicOf.getPublic().getEncoded(), privateKeyInfo);
  }
}
