package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.HttpStand;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Foreign judges: the openssl command and Java's own path validation, over HTTP. */
@Tag("db")
class OpensslAskingTest {

  private static final BigInteger GOOD = new BigInteger("40aa", 16);
  private static final BigInteger REVOKED = new BigInteger("40bb", 16);
  private static final BigInteger NEVER = new BigInteger("40dd", 16);

  @TempDir Path folder;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final StatusPki pki = new StatusPki(now.minusSeconds(300));
  private HttpStand stand;

  @BeforeEach
  void start() throws Exception {
    IssuingRows issuing = new IssuingRows().clean();
    TestDatabase.shared().clean("status");
    Instant notAfter = now.plusSeconds(86_400 * 300L);
    issuing.certificate("smime", GOOD, notAfter);
    issuing.certificate("smime", REVOKED, notAfter);
    issuing.revocation(
        "smime", REVOKED, now.minusSeconds(60), RevocationReason.SUPERSEDED, notAfter);
    issuing.crl("smime", 1, now.minusSeconds(300), pki.crl(ResponderKey.SMIME), 100);
    StatusRoom room = StatusBench.room(pki, folder, Clock.systemUTC());
    room.responderRenewal().run();
    stand = new HttpStand(room);
    pem("root.pem", pki.root().certificate());
    pem("smime.pem", pki.authority(ResponderKey.SMIME).certificate());
  }

  @AfterEach
  void stop() {
    stand.close();
  }

  @Test
  void openssl_verifiesGood() throws Exception {
    for (String hash : List.of("-sha1", "-sha256")) {
      assertThat(openssl(hash, GOOD)).contains("Response verify OK", "cert.pem: good");
    }
  }

  @Test
  void openssl_verifiesRevokedWithItsReason() throws Exception {
    assertThat(openssl("-sha1", REVOKED))
        .contains("Response verify OK", "cert.pem: revoked", "Reason: superseded");
  }

  @Test
  void openssl_verifiesUnknown() throws Exception {
    assertThat(openssl("-sha1", NEVER)).contains("Response verify OK", "cert.pem: unknown");
  }

  @Test
  void openssl_checksTheDownloadedFiles() throws Exception {
    for (String name : List.of("smime.crl", "smime.cer", "root.cer", "root.crl")) {
      Files.write(
          folder.resolve("got-" + name),
          new java.net.URL(stand.url() + "/pki/" + name).openStream().readAllBytes());
    }
    assertThat(
            run("openssl", "crl", "-inform", "DER", "-in", "got-smime.crl", "-CAfile", "smime.pem"))
        .contains("verify OK");
    assertThat(
            run("openssl", "crl", "-inform", "DER", "-in", "got-root.crl", "-CAfile", "root.pem"))
        .contains("verify OK");
    assertThat(
            run("openssl", "x509", "-inform", "DER", "-in", "got-smime.cer", "-noout", "-subject"))
        .contains("Status smime");
  }

  @Test
  void javasPathValidation_takesGoodAndRefusesRevoked() throws Exception {
    validate(GOOD);
    CertPathValidatorException refused = null;
    try {
      validate(REVOKED);
    } catch (CertPathValidatorException e) {
      refused = e;
    }
    assertThat(refused).isNotNull();
    assertThat(refused.getCause()).isInstanceOf(CertificateRevokedException.class);
  }

  private void validate(BigInteger serial) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate issuer = x509(factory, pki.authority(ResponderKey.SMIME).certificate());
    X509Certificate target = x509(factory, pki.issue(ResponderKey.SMIME, serial));
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOcspResponder(java.net.URI.create(stand.url() + "/ocsp"));
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.NO_FALLBACK,
            PKIXRevocationChecker.Option.ONLY_END_ENTITY));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
    parameters.addCertPathChecker(checker);
    Object unused = validator.validate(factory.generateCertPath(List.of(target)), parameters);
  }

  private String openssl(String hash, BigInteger serial) throws Exception {
    pem("cert.pem", pki.issue(ResponderKey.SMIME, serial));
    return run(
        "openssl",
        "ocsp",
        hash,
        "-issuer",
        "smime.pem",
        "-cert",
        "cert.pem",
        "-url",
        stand.url() + "/ocsp",
        "-CAfile",
        "root.pem",
        "-verify_other",
        "smime.pem",
        "-timeout",
        "20");
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private void pem(String name, X509CertificateHolder certificate) throws Exception {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(folder.resolve(name), text.toString(), StandardCharsets.US_ASCII);
  }

  private static X509Certificate x509(CertificateFactory factory, X509CertificateHolder holder)
      throws Exception {
    return (X509Certificate)
        factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
  }
}
