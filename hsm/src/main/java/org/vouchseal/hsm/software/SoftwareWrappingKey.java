package org.vouchseal.hsm.software;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NavigableMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.hsm.provider.CryptoProviders;

final class SoftwareWrappingKey implements WrappingKey {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_OCTETS = 16;

  private final KeyPurpose purpose;
  private final NavigableMap<Integer, SecretKey> versions;
  private final CryptoProviders providers;
  private final SecureRandom random;

  SoftwareWrappingKey(
      KeyPurpose purpose,
      NavigableMap<Integer, SecretKey> versions,
      CryptoProviders providers,
      SecureRandom random) {
    this.purpose = purpose;
    this.versions = versions;
    this.providers = providers;
    this.random = random;
  }

  @Override
  public int currentVersion() {
    return versions.lastKey();
  }

  @Override
  public Wrapped wrap(byte[] secret, byte[] associatedData) {
    byte[] box = new byte[NONCE_OCTETS + secret.length + TAG_OCTETS];
    byte[] nonce = new byte[NONCE_OCTETS];
    random.nextBytes(nonce);
    System.arraycopy(nonce, 0, box, 0, NONCE_OCTETS);
    try {
      Cipher cipher = providers.cipher(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, versions.lastEntry().getValue(), parameters(nonce));
      cipher.updateAAD(associatedData);
      int unused = cipher.doFinal(secret, 0, secret.length, box, NONCE_OCTETS);
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("key " + purpose.name() + " does not wrap", e);
    }
    return new Wrapped(currentVersion(), box);
  }

  @Override
  public byte[] unwrap(Wrapped wrapped, byte[] associatedData) {
    SecretKey key = versions.get(wrapped.keyVersion());
    byte[] box = wrapped.box();
    if (key == null || box.length < NONCE_OCTETS + TAG_OCTETS) {
      throw refused();
    }
    try {
      Cipher cipher = providers.cipher(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key, parameters(Arrays.copyOfRange(box, 0, NONCE_OCTETS)));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(box, NONCE_OCTETS, box.length - NONCE_OCTETS);
    } catch (AEADBadTagException e) {
      throw refused();
    } catch (GeneralSecurityException e) {
      // nothing is known about the box, so nobody may take it for spoilt
      throw new TokenUnavailable("key " + purpose.name() + " does not unwrap", e);
    }
  }

  private static GCMParameterSpec parameters(byte[] nonce) {
    return new GCMParameterSpec(8 * TAG_OCTETS, nonce);
  }

  private OpeningRefused refused() {
    return new OpeningRefused("box does not open with key " + purpose.name());
  }

  @Override
  public String toString() {
    return "WrappingKey[" + purpose.name() + ", versions " + versions.keySet() + "]";
  }
}
