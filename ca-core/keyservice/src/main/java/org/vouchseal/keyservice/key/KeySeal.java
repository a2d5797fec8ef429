package org.vouchseal.keyservice.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.SpkiDigest;

/**
 * Seals private keys under one wrapping key of the token and opens them again.
 *
 * <p>Each key gets a data key of its own (256 random bits) for AES-256-GCM; the data key is wrapped
 * by the token. Both layers carry a {@link SealBinding}. Plaintext arrays are wiped.
 */
public final class KeySeal {

  private static final int DATA_KEY_OCTETS = 32;
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;

  private final WrappingKey wrappingKey;
  private final CryptoProviders providers;
  private final SecureRandom random;

  public KeySeal(WrappingKey wrappingKey, CryptoProviders providers, SecureRandom random) {
    this.wrappingKey = wrappingKey;
    this.providers = providers;
    this.random = random;
  }

  /** Seals the private half of {@code pair}; it will open with the same binding only. */
  public SealedKey seal(EncryptionKeyPair pair, SealBinding binding) {
    byte[] dataKey = new byte[DATA_KEY_OCTETS];
    random.nextBytes(dataKey);
    try {
      byte[] bound = binding.blobData();
      byte[] blob = pair.withPrivateKeyInfo(plain -> encrypt(dataKey, plain, bound));
      return new SealedKey(blob, wrap(dataKey, binding, digest(blob, bound)));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @param spki what the binding says the public half is called
   * @param subjectPublicKeyInfo the public half as it is stored beside the sealed key
   * @throws OpeningRefused when blob, data key, binding or public half are not those of sealing
   */
  public EncryptionKeyPair open(
      SealedKey sealed, SealBinding binding, SpkiDigest spki, byte[] subjectPublicKeyInfo) {
    if (!SpkiDigest.of(subjectPublicKeyInfo).equals(spki)) {
      throw new OpeningRefused("the public key beside the sealed key is another one");
    }
    byte[] bound = binding.blobData();
    byte[] dataKey =
        wrappingKey.unwrap(
            sealed.dataKey(),
            binding.wrapData(sealed.dataKey().keyVersion(), digest(sealed.blob(), bound)));
    try {
      return new EncryptionKeyPair(subjectPublicKeyInfo, decrypt(dataKey, sealed.blob(), bound));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private Wrapped wrap(byte[] dataKey, SealBinding binding, byte[] blobDigest) {
    int version = wrappingKey.currentVersion();
    Wrapped wrapped = wrappingKey.wrap(dataKey, binding.wrapData(version, blobDigest));
    if (wrapped.keyVersion() == version) {
      return wrapped;
    }
    // A new version came into force between the two calls; it does so rarely, and once.
    int newer = wrapped.keyVersion();
    return wrappingKey.wrap(dataKey, binding.wrapData(newer, blobDigest));
  }

  private byte[] encrypt(byte[] dataKey, byte[] plain, byte[] bound) {
    try {
      byte[] nonce = new byte[NONCE_OCTETS];
      random.nextBytes(nonce);
      Cipher cipher = gcm(Cipher.ENCRYPT_MODE, dataKey, nonce, bound);
      byte[] blob = Arrays.copyOf(nonce, NONCE_OCTETS + cipher.getOutputSize(plain.length));
      int unusedLength = cipher.doFinal(plain, 0, plain.length, blob, NONCE_OCTETS);
      return blob;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work on this platform", e);
    }
  }

  private byte[] decrypt(byte[] dataKey, byte[] blob, byte[] bound) {
    if (blob.length <= NONCE_OCTETS + TAG_BITS / 8) {
      throw new OpeningRefused("the sealed key is cut");
    }
    try {
      byte[] nonce = Arrays.copyOf(blob, NONCE_OCTETS);
      Cipher cipher = gcm(Cipher.DECRYPT_MODE, dataKey, nonce, bound);
      return cipher.doFinal(blob, NONCE_OCTETS, blob.length - NONCE_OCTETS);
    } catch (AEADBadTagException e) {
      throw new OpeningRefused("the sealed key or what it is bound to was changed");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work on this platform", e);
    }
  }

  private Cipher gcm(int mode, byte[] dataKey, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = providers.cipher("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(dataKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private byte[] digest(byte[] blob, byte[] bound) {
    try {
      return providers
          .digest("SHA-256")
          .digest(Canonical.of("vouchseal-sealed-1").octets(blob).octets(bound).bytes());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
