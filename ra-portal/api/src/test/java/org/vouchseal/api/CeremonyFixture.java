package org.vouchseal.api;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Properties;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.hsm.software.SoftwareTokenAdministration;
import org.vouchseal.model.directory.PkiDirectory;

/** As much of a ceremony's outcome as this WAR reads. */
public final class CeremonyFixture {

  public final Path token;
  public final Path tokenSecret;
  public final Path pki;
  private final CryptoProviders providers = CryptoProviders.of("auto");

  public CeremonyFixture(Path folder, FakeRegistrar registrar, boolean encryptionCompat) {
    token = folder.resolve("ra.p12");
    tokenSecret = folder.resolve("ra-token");
    pki = folder.resolve("pki");
    try {
      Files.createDirectories(pki);
      Files.createFile(
          tokenSecret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(tokenSecret, "a-secret-of-this-test-only\n");
      boolean unusedMade =
          SoftwareTokenAdministration.open(token, tokenSecret, providers, new SecureRandom())
              .ensure(KeyPurpose.RA_ORDER, KeyAlgorithm.P256);
      registrar.knows(token().signing(KeyPurpose.RA_ORDER).publicKey());
      Files.write(pki.resolve("root.cer"), new byte[] {0x30, 3, 2, 1, 1});
      Files.write(pki.resolve("od.spki"), registrar.orderDecryption.getPublic().getEncoded());
      Files.write(pki.resolve("ks.spki"), registrar.keyServiceSecrets.getPublic().getEncoded());
      Properties index = new Properties();
      index.setProperty("publicUrl", "http://localhost:8080");
      index.setProperty("certificate.root", "root.cer");
      index.setProperty("certificate.ra-main", "root.cer");
      index.setProperty("key.order-decryption", "od.spki");
      index.setProperty("key.keyservice-secrets", "ks.spki");
      index.setProperty("ra.main.tiers", "V1");
      index.setProperty("ra.main.mailDomains", "*");
      index.setProperty("ra.main.dailyQuota", "1000");
      index.setProperty("ra.main.encryptionCompat", Boolean.toString(encryptionCompat));
      StringWriter text = new StringWriter();
      index.store(text, null);
      Files.writeString(pki.resolve(PkiDirectory.INDEX), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Token token() {
    return SoftwareToken.open(token, tokenSecret, providers, new SecureRandom());
  }

  public CryptoProviders providers() {
    return providers;
  }

  public PkiDirectory directory() {
    return PkiDirectory.open(pki);
  }
}
