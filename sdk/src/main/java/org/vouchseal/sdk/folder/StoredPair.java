package org.vouchseal.sdk.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.x509.Pkcs12;

/** The keys of {@code pair.p12} with their certificates. */
final class StoredPair {

  private final Path file;
  private final char[] password;
  private final List<Pkcs12.Entry> entries;

  private StoredPair(Path file, char[] password, List<Pkcs12.Entry> entries) {
    this.file = file;
    this.password = password;
    this.entries = entries;
  }

  /** Reads both files, or {@link Misuse} with what to do. */
  static StoredPair read(Path file, Path passwordFile) {
    try {
      char[] password =
          Files.readString(passwordFile, StandardCharsets.US_ASCII).strip().toCharArray();
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      List<Pkcs12.Entry> entries = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          entries.add(new Pkcs12.Entry(alias, key, chain(store.getCertificateChain(alias))));
        }
      }
      return new StoredPair(file, password, List.copyOf(entries));
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, "it does not open with " + IdentityFiles.PASSWORD, e);
    }
  }

  /** The key of that name, or {@link Misuse}. */
  Pkcs12.Entry entry(String alias) {
    return entries.stream()
        .filter(entry -> entry.alias().equals(alias))
        .findFirst()
        .orElseThrow(() -> unreadable(file, "it holds no key under the name " + alias, null));
  }

  /** Every encryption key, the present one and those before it. */
  List<Pkcs12.Entry> encryption() {
    return entries.stream()
        .filter(entry -> entry.alias().startsWith(IdentityFiles.ENCRYPTION_ALIAS))
        .toList();
  }

  /** What opens the file. */
  char[] password() {
    return password.clone();
  }

  private static List<X509Certificate> chain(Certificate[] chain) {
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }

  private static Misuse unreadable(Path file, String why, @Nullable Exception cause) {
    return new Misuse(
        Fault.local(
            "key-file-unreadable",
            "the key file " + file + " cannot be used",
            why,
            "restore the file and its password file from your backup"),
        cause);
  }
}
