package org.vouchseal.hsm.software;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;

/** Makes keys of every kind. */
final class KeyMaking {

  private static final int AES_OCTETS = 32;

  private final CryptoProviders providers;
  private final SecureRandom random;

  KeyMaking(CryptoProviders providers, SecureRandom random) {
    this.providers = providers;
    this.random = random;
  }

  KeyPair pair(KeyAlgorithm algorithm) {
    try {
      KeyPairGenerator generator = providers.keyPairGenerator(PublicKeys.family(algorithm));
      initialize(generator, algorithm);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("cannot make a key of kind " + algorithm, e);
    }
  }

  SecretKey secretKey() {
    byte[] key = new byte[AES_OCTETS];
    random.nextBytes(key);
    return new SecretKeySpec(key, "AES");
  }

  private void initialize(KeyPairGenerator generator, KeyAlgorithm algorithm)
      throws InvalidAlgorithmParameterException {
    switch (algorithm) {
      case P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      case P384 -> generator.initialize(new ECGenParameterSpec("secp384r1"), random);
      case RSA2048 -> generator.initialize(rsa(2048), random);
      case RSA3072 -> generator.initialize(rsa(3072), random);
      case RSA4096 -> generator.initialize(rsa(4096), random);
      case ED25519 -> {
        // The family has one size; Corretto's generator takes no parameters.
      }
      case AES256 -> throw new IllegalArgumentException("a symmetric key is no pair");
    }
  }

  private static RSAKeyGenParameterSpec rsa(int bits) {
    return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
  }
}
