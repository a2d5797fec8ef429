package org.vouchseal.sdk.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.sdk.fixture.Command;
import org.vouchseal.sdk.fixture.TestPki;

class Pkcs12ForForeignReadersTest {

  @TempDir Path folder;

  @BeforeEach
  void writePair() throws Exception {
    TestPki pki = new TestPki();
    var signing = TestPki.ecKey();
    var encryption = TestPki.rsaKey();
    var above = List.of(pki.smime.certificate(), pki.root.certificate());
    byte[] file =
        Pkcs12.write(
            List.of(
                new Pkcs12.Entry(
                    "signing",
                    signing.getPrivate(),
                    path(TestPki.signing(signing.getPublic(), "a@example.org", pki.smime), above)),
                new Pkcs12.Entry(
                    "encryption",
                    encryption.getPrivate(),
                    path(
                        TestPki.encryption(encryption.getPublic(), "a@example.org", pki.smime),
                        above))),
            "password-of-test".toCharArray(),
            TestPki.RANDOM);
    Files.write(folder.resolve("pair.p12"), file);
  }

  @Test
  void openssl_readsItAndNamesTheAlgorithms() {
    Command info =
        Command.run(
            folder,
            "openssl",
            "pkcs12",
            "-in",
            "pair.p12",
            "-info",
            "-nodes",
            "-passin",
            "pass:password-of-test");

    assertThat(info.status()).isZero();
    assertThat(info.output())
        .contains("MAC: sha256", "PBES2, PBKDF2, AES-256-CBC", "PRF hmacWithSHA256")
        .contains("friendlyName: signing", "friendlyName: encryption")
        .doesNotContain("RC2", "TripleDES", "hmacWithSHA1");
    assertThat(info.output().split("BEGIN PRIVATE KEY", -1)).hasSize(3);
    assertThat(info.output().split("BEGIN CERTIFICATE", -1)).hasSize(5);
  }

  @Test
  void keytool_listsTwoEntriesWithTheirChains() {
    Command list =
        Command.run(
            folder,
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-list",
            "-v",
            "-keystore",
            "pair.p12",
            "-storepass",
            "password-of-test");

    assertThat(list.status()).isZero();
    assertThat(list.output())
        .contains("Alias name: signing", "Alias name: encryption")
        .contains("Your keystore contains 2 entries");
    assertThat(list.output().split("Certificate chain length: 3", -1)).hasSize(3);
  }

  private static List<java.security.cert.X509Certificate> path(
      java.security.cert.X509Certificate own, List<java.security.cert.X509Certificate> above) {
    var path = new java.util.ArrayList<>(List.of(own));
    path.addAll(above);
    return path;
  }
}
