package org.vouchseal.keyservice.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.vouchseal.hsm.provider.CryptoProviders;

/** Makes encryption keys in software; an RSA key takes from 0.1 to some seconds. */
public final class MakeEncryptionKey {

  private final CryptoProviders providers;
  private final SecureRandom random;

  public MakeEncryptionKey(CryptoProviders providers, SecureRandom random) {
    this.providers = providers;
    this.random = random;
  }

  /** A new key pair; the caller closes it. */
  public EncryptionKeyPair make(EncryptionAlgorithm algorithm) {
    try {
      KeyPairGenerator generator = providers.keyPairGenerator(algorithm.family());
      generator.initialize(parameters(algorithm), random);
      KeyPair made = generator.generateKeyPair();
      return new EncryptionKeyPair(made.getPublic().getEncoded(), made.getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a key of kind " + algorithm, e);
    }
  }

  private static AlgorithmParameterSpec parameters(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_2048 -> rsa(2048);
      case RSA_3072 -> rsa(3072);
      case RSA_4096 -> rsa(4096);
      case P_256 -> new ECGenParameterSpec("secp256r1");
      case P_384 -> new ECGenParameterSpec("secp384r1");
    };
  }

  private static AlgorithmParameterSpec rsa(int bits) {
    return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
  }
}
