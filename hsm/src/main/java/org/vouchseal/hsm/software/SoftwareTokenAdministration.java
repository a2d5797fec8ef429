package org.vouchseal.hsm.software;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.TokenAdministration;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;

/**
 * Makes the keys of a token in a key store file. The file comes into being with its first key, mode
 * 0600, and is replaced as a whole by rename; a lock file beside it keeps processes apart. Every
 * call reads the file anew.
 */
public final class SoftwareTokenAdministration implements TokenAdministration {

  private final KeyStoreFile file;
  private final Path secretFile;
  private final CryptoProviders providers;
  private final SecureRandom random;
  private final KeyMaking making;

  private SoftwareTokenAdministration(
      KeyStoreFile file, Path secretFile, CryptoProviders providers, SecureRandom random) {
    this.file = file;
    this.secretFile = secretFile;
    this.providers = providers;
    this.random = random;
    this.making = new KeyMaking(providers, random);
  }

  /**
   * Opens a token for making keys; it need not exist yet.
   *
   * @param file the key store
   * @param secretFile holds the activation secret in its first line; not open to every user
   * @throws TokenUnavailable when the secret is missing or does not open an existing token
   */
  public static SoftwareTokenAdministration open(
      Path file, Path secretFile, CryptoProviders providers, SecureRandom random) {
    SoftwareTokenAdministration opened =
        new SoftwareTokenAdministration(new KeyStoreFile(file), secretFile, providers, random);
    opened.refuseWrongSecret();
    return opened;
  }

  private void refuseWrongSecret() {
    List<Alias> unused = withSecret(secret -> aliases(current(secret)));
  }

  @Override
  public boolean has(KeyPurpose purpose) {
    return withSecret(secret -> newest(current(secret), purpose).isPresent());
  }

  @Override
  public boolean ensure(KeyPurpose purpose, KeyAlgorithm algorithm) {
    if (!purpose.capability().servedBy(algorithm)) {
      throw new IllegalArgumentException(
          "a key of kind "
              + algorithm
              + " cannot "
              + purpose.capability()
              + ", as purpose "
              + purpose.name()
              + " needs");
    }
    return changing(
        (store, secret) -> {
          refuseOtherCapability(store, purpose);
          Optional<Alias> existing = newest(store, purpose);
          if (existing.isPresent()) {
            refuseOtherAlgorithm(store, existing.get(), algorithm);
            return false;
          }
          add(store, secret, Alias.of(purpose), algorithm);
          return true;
        });
  }

  @Override
  public int addVersion(KeyPurpose purpose) {
    return changing(
        (store, secret) -> {
          int newest =
              newest(store, purpose)
                  .filter(alias -> purpose.capability() == Capability.WRAP)
                  .orElseThrow(
                      () ->
                          new KeyAbsent(
                              "token "
                                  + file.tokenName()
                                  + " holds no symmetric key "
                                  + purpose.name()))
                  .version();
          add(store, secret, new Alias(purpose, newest + 1), KeyAlgorithm.AES256);
          return newest + 1;
        });
  }

  /** A change of the key store under its lock. */
  private interface Change<T> {
    T apply(KeyStore store, char[] secret);
  }

  private <T> T changing(Change<T> change) {
    return withSecret(secret -> file.exclusively(() -> change.apply(current(secret), secret)));
  }

  private <T> T withSecret(Function<char[], T> work) {
    char[] secret = SecretFile.read(secretFile);
    try {
      return work.apply(secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private KeyStore current(char[] secret) {
    return file.exists() ? file.read(secret) : file.empty();
  }

  private void add(KeyStore store, char[] secret, Alias alias, KeyAlgorithm algorithm) {
    try {
      store.setEntry(alias.toString(), entry(alias, algorithm), file.protection(secret, random));
    } catch (KeyStoreException e) {
      throw new TokenUnavailable("cannot add key " + alias + " to " + file.path(), e);
    }
    file.write(store, secret);
  }

  private KeyStore.Entry entry(Alias alias, KeyAlgorithm algorithm) {
    if (algorithm == KeyAlgorithm.AES256) {
      return new KeyStore.SecretKeyEntry(making.secretKey());
    }
    KeyPair keys = making.pair(algorithm);
    return new KeyStore.PrivateKeyEntry(
        keys.getPrivate(),
        new Certificate[] {PlaceholderCertificate.of(alias, keys, algorithm, providers)});
  }

  private void refuseOtherCapability(KeyStore store, KeyPurpose purpose) {
    for (Alias alias : aliases(store)) {
      if (alias.purpose().name().equals(purpose.name()) && !alias.purpose().equals(purpose)) {
        throw new IllegalArgumentException(
            "token "
                + file.tokenName()
                + " holds "
                + purpose.name()
                + " as a key that can "
                + alias.purpose().capability()
                + ", not "
                + purpose.capability());
      }
    }
  }

  private void refuseOtherAlgorithm(KeyStore store, Alias existing, KeyAlgorithm asked) {
    KeyAlgorithm found = algorithmOf(store, existing);
    if (found != asked) {
      throw new IllegalArgumentException(
          "token "
              + file.tokenName()
              + " holds "
              + existing.purpose().name()
              + " of kind "
              + found
              + ", asked for is "
              + asked);
    }
  }

  private KeyAlgorithm algorithmOf(KeyStore store, Alias alias) {
    if (alias.purpose().capability() == Capability.WRAP) {
      return KeyAlgorithm.AES256;
    }
    try {
      return PublicKeys.algorithmOf(
          store.getCertificate(alias.toString()).getPublicKey().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("cannot read key " + alias + " of " + file.path(), e);
    }
  }

  private static Optional<Alias> newest(KeyStore store, KeyPurpose purpose) {
    return aliases(store).stream()
        .filter(alias -> alias.purpose().equals(purpose))
        .max((a, b) -> Integer.compare(a.version(), b.version()));
  }

  private static List<Alias> aliases(KeyStore store) {
    try {
      return Collections.list(store.aliases()).stream().map(Alias::parse).toList();
    } catch (KeyStoreException e) {
      throw new IllegalStateException("a loaded key store lists its entries", e);
    }
  }

  @Override
  public String toString() {
    return "SoftwareTokenAdministration[" + file.tokenName() + "]";
  }
}
