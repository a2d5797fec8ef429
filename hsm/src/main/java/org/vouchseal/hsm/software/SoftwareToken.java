package org.vouchseal.hsm.software;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * A token in a key store file. Holds its keys in the memory of this process: who can read that
 * memory has them. The file is read once; keys made later need a new opening.
 */
public final class SoftwareToken implements Token {

  private final String name;
  private final KeyRing keys;
  private final CryptoProviders providers;
  private final SecureRandom random;

  private SoftwareToken(String name, KeyRing keys, CryptoProviders providers, SecureRandom random) {
    this.name = name;
    this.keys = keys;
    this.providers = providers;
    this.random = random;
  }

  /**
   * Opens a token that the ceremony made, for use only.
   *
   * @param file the key store; its name without ending is the token's name
   * @param secretFile holds the activation secret in its first line; not open to every user
   * @throws TokenUnavailable when a file is missing or the secret does not open the token
   */
  public static SoftwareToken open(
      Path file, Path secretFile, CryptoProviders providers, SecureRandom random) {
    KeyStoreFile stored = new KeyStoreFile(file);
    char[] secret = SecretFile.read(secretFile);
    try {
      if (!stored.exists()) {
        throw new TokenUnavailable(
            "token file " + stored.path() + " does not exist; perform the ceremony first");
      }
      String name = stored.tokenName();
      KeyRing keys = KeyRing.of(name, stored.read(secret), secret, providers);
      return new SoftwareToken(name, keys, providers, random);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SigningKey signing(KeyPurpose purpose) {
    return new SoftwareSigningKey(purpose, keys.pair(purpose, Capability.SIGN), providers);
  }

  @Override
  public DecryptionKey decryption(KeyPurpose purpose) {
    return new SoftwareDecryptionKey(purpose, keys.pair(purpose, Capability.DECRYPT), providers);
  }

  @Override
  public AgreementKey agreement(KeyPurpose purpose) {
    return new SoftwareAgreementKey(purpose, keys.pair(purpose, Capability.DERIVE), providers);
  }

  @Override
  public WrappingKey wrapping(KeyPurpose purpose) {
    return new SoftwareWrappingKey(purpose, keys.versions(purpose), providers, random);
  }

  @Override
  public String toString() {
    return "SoftwareToken[" + name + ", " + keys.size() + " keys]";
  }
}
