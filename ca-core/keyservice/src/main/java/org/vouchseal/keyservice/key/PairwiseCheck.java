package org.vouchseal.keyservice.key;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Whether the private half of a pair undoes what the public half does: RSA decrypts what was
 * encrypted to it, a curve key agrees on the same secret from both sides.
 */
public final class PairwiseCheck {

  private static final int PROBE_OCTETS = 32;

  private final CryptoProviders providers;
  private final SecureRandom random;

  public PairwiseCheck(CryptoProviders providers, SecureRandom random) {
    this.providers = providers;
    this.random = random;
  }

  /**
   * False also when either half cannot be read as a key of its kind.
   *
   * @throws IllegalStateException when it cannot be tried; says nothing about the pair
   */
  public boolean holds(EncryptionKeyPair pair) {
    return pair.withPrivateKeyInfo(
        privateKeyInfo -> {
          try {
            return holds(pair, privateKeyInfo);
          } catch (InvalidKeySpecException
              | InvalidKeyException
              | BadPaddingException
              | IllegalBlockSizeException
              | InvalidAlgorithmParameterException unreadableOrUnfit) {
            return false;
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the pair cannot be checked on this platform", e);
          }
        });
  }

  private boolean holds(EncryptionKeyPair pair, byte[] privateKeyInfo)
      throws GeneralSecurityException {
    KeyFactory factory = providers.keyFactory(pair.algorithm().family());
    PublicKey publicKey =
        factory.generatePublic(new X509EncodedKeySpec(pair.subjectPublicKeyInfo()));
    PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(privateKeyInfo));
    return switch (pair.algorithm()) {
      case RSA_2048, RSA_3072, RSA_4096 -> decryptsWhatWasEncrypted(publicKey, privateKey);
      case P_256, P_384 -> agrees(publicKey, privateKey);
    };
  }

  private boolean decryptsWhatWasEncrypted(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    byte[] probe = new byte[PROBE_OCTETS];
    random.nextBytes(probe);
    // the JDK's cipher would keep the private exponent in a cache of its own (docs/traps.md)
    Cipher cipher = providers.rsaCipher("RSA/ECB/OAEPPadding");
    OAEPParameterSpec oaep =
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    cipher.init(Cipher.ENCRYPT_MODE, publicKey, oaep, random);
    byte[] encrypted = cipher.doFinal(probe);
    cipher.init(Cipher.DECRYPT_MODE, privateKey, oaep);
    return MessageDigest.isEqual(probe, cipher.doFinal(encrypted));
  }

  private boolean agrees(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    KeyPairGenerator generator = providers.keyPairGenerator("EC");
    generator.initialize(((ECPublicKey) publicKey).getParams(), random);
    KeyPair other = generator.generateKeyPair();
    byte[] ours = agree(privateKey, other.getPublic());
    byte[] theirs = agree(other.getPrivate(), publicKey);
    try {
      return MessageDigest.isEqual(ours, theirs);
    } finally {
      Arrays.fill(ours, (byte) 0);
      Arrays.fill(theirs, (byte) 0);
    }
  }

  private byte[] agree(PrivateKey own, PublicKey peer) throws GeneralSecurityException {
    KeyAgreement agreement = providers.ecdh();
    agreement.init(own);
    agreement.doPhase(peer, true);
    return agreement.generateSecret();
  }
}
