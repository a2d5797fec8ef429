package org.vouchseal.hsm.software;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;

final class SoftwareDecryptionKey implements DecryptionKey {

  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final KeyPurpose purpose;
  private final KeyRing.StoredPair pair;
  private final CryptoProviders providers;

  SoftwareDecryptionKey(KeyPurpose purpose, KeyRing.StoredPair pair, CryptoProviders providers) {
    this.purpose = purpose;
    this.pair = pair;
    this.providers = providers;
  }

  @Override
  public PublicKey publicKey() {
    return pair.keys().getPublic();
  }

  @Override
  public byte[] decrypt(byte[] ciphertext) {
    Cipher cipher = cipher();
    try {
      return cipher.doFinal(ciphertext);
    } catch (GeneralSecurityException | RuntimeException e) {
      // One answer for every fault, and no cause: the difference would be a padding oracle.
      throw new OpeningRefused("ciphertext does not decrypt with key " + purpose.name());
    }
  }

  private Cipher cipher() {
    try {
      Cipher cipher = providers.rsaCipher("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.DECRYPT_MODE, pair.keys().getPrivate(), OAEP);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("key " + purpose.name() + " does not decrypt", e);
    }
  }

  @Override
  public String toString() {
    return "DecryptionKey[" + purpose.name() + ", " + pair.algorithm() + "]";
  }
}
