package org.vouchseal.keyservice.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Takes over a private key that a client made. Guarantees: every number of it is the one that
 * belongs to the public key, so nothing in it was changed on its way; what is kept is encoded anew.
 */
public final class AdoptClientKey {

  private static final int PRIME_CERTAINTY = 64;

  private final CryptoProviders providers;
  private final PairwiseCheck pairwise;

  public AdoptClientKey(CryptoProviders providers, PairwiseCheck pairwise) {
    this.providers = providers;
    this.pairwise = pairwise;
  }

  /**
   * The pair, to be closed by the caller; empty when the private key cannot be read, is of another
   * kind, or does not reproduce the public key.
   *
   * @param subjectPublicKeyInfo DER of a kind that {@link EncryptionAlgorithm#find} knows
   * @param privateKeyInfo DER PrivateKeyInfo (RFC 5208), stays the caller's to wipe
   */
  public Optional<EncryptionKeyPair> adopt(byte[] subjectPublicKeyInfo, byte[] privateKeyInfo) {
    EncryptionAlgorithm algorithm = EncryptionAlgorithm.of(subjectPublicKeyInfo);
    try {
      KeyFactory factory = providers.keyFactory(algorithm.family());
      PrivateKey given = factory.generatePrivate(new PKCS8EncodedKeySpec(privateKeyInfo));
      KeySpec publicKey = new X509EncodedKeySpec(subjectPublicKeyInfo);
      Optional<PrivateKey> same =
          algorithm.family().equals("RSA")
              ? rsa((RSAPublicKey) factory.generatePublic(publicKey), given)
              : curve(factory, (ECPublicKey) factory.generatePublic(publicKey), given);
      return same.map(key -> new EncryptionKeyPair(subjectPublicKeyInfo, key.getEncoded()))
          .flatMap(this::holding);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      // whatever is wrong with it, the client is told the same
      return Optional.empty();
    }
  }

  private Optional<EncryptionKeyPair> holding(EncryptionKeyPair pair) {
    if (pairwise.holds(pair)) {
      return Optional.of(pair);
    }
    pair.close();
    return Optional.empty();
  }

  private static Optional<PrivateKey> rsa(RSAPublicKey publicKey, PrivateKey given) {
    return given instanceof RSAPrivateCrtKey key && belongs(publicKey, key)
        ? Optional.of(key)
        : Optional.empty();
  }

  private static boolean belongs(RSAPublicKey publicKey, RSAPrivateCrtKey key) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger d = key.getPrivateExponent();
    if (!key.getModulus().equals(publicKey.getModulus())
        || !key.getPublicExponent().equals(publicKey.getPublicExponent())
        || !p.multiply(q).equals(publicKey.getModulus())
        || p.equals(q)
        || !p.isProbablePrime(PRIME_CERTAINTY)
        || !q.isProbablePrime(PRIME_CERTAINTY)) {
      return false;
    }
    BigInteger pLess = p.subtract(BigInteger.ONE);
    BigInteger qLess = q.subtract(BigInteger.ONE);
    BigInteger unit = d.multiply(key.getPublicExponent()).subtract(BigInteger.ONE);
    return d.signum() > 0
        && d.compareTo(key.getModulus()) < 0
        && unit.mod(pLess).signum() == 0
        && unit.mod(qLess).signum() == 0
        && key.getPrimeExponentP().equals(d.mod(pLess))
        && key.getPrimeExponentQ().equals(d.mod(qLess))
        && key.getCrtCoefficient().equals(q.modInverse(p));
  }

  /** On the curve of the public key, whatever curve the private key names. */
  private static Optional<PrivateKey> curve(
      KeyFactory factory, ECPublicKey publicKey, PrivateKey given) throws GeneralSecurityException {
    if (!(given instanceof ECPrivateKey key)
        || key.getS().signum() <= 0
        || key.getS().compareTo(publicKey.getParams().getOrder()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        factory.generatePrivate(new ECPrivateKeySpec(key.getS(), publicKey.getParams())));
  }
}
