package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.OpenSsl;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;

class RelyingPartiesReadingCertificatesTest {

  private static final TestPki PKI = TestPki.create();
  private static final Instant NOW = TestPki.BEGIN.plus(Duration.ofDays(100));
  private static final Mailbox ALICE = Mailbox.parse("alice@example.org");

  @TempDir Path folder;

  @Test
  void openssl_acceptsSigningAndEncryptionForTheirPurposeOnly() {
    byte[] signing = certify("signing", Keys.p256(), SubjectName.commonName(ALICE.address()));
    byte[] encryption = certify("encryption", Keys.rsa(2048), SubjectName.EMPTY);
    assertThat(verify(signing, "smimesign", AssuranceTier.V1)).contains(": OK");
    assertThat(verify(signing, "smimesign", AssuranceTier.V2)).contains("no explicit policy");
    assertThat(verify(signing, "smimeencrypt", AssuranceTier.V1)).doesNotContain(": OK");
    assertThat(verify(encryption, "smimeencrypt", AssuranceTier.V1)).contains(": OK");
    assertThat(verify(encryption, "smimesign", AssuranceTier.V1)).doesNotContain(": OK");
    assertThat(
            verify(
                certify("signing", Keys.ed25519(), SubjectName.EMPTY),
                "smimesign",
                AssuranceTier.V1))
        .contains(": OK");
    byte[] agreement = certify("encryption", Keys.p256(), SubjectName.EMPTY);
    assertThat(verify(agreement, "any", AssuranceTier.V1)).contains(": OK");
  }

  @Test
  void openssl_acceptsTheServicesOfTheTrustCa() {
    String root = pem("root.pem", PKI.certificate("root"));
    String ca = pem("trust.pem", PKI.certificate("trust"));
    for (String name : List.of("cmp-signer", "kga", "ra-main")) {
      String leaf = pem(name + ".pem", PKI.certificate(name));
      assertThat(
              OpenSsl.run(
                      "verify",
                      "-x509_strict",
                      "-attime",
                      Long.toString(NOW.getEpochSecond()),
                      "-CAfile",
                      root,
                      "-untrusted",
                      ca,
                      leaf)
                  .output())
          .contains(": OK");
    }
  }

  @Test
  void java_buildsThePath() throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPath path =
        factory.generateCertPath(
            List.of(
                read(factory, certify("signing", Keys.p256(), SubjectName.EMPTY)),
                read(factory, PKI.certificate("smime"))));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(read(factory, PKI.certificate("root")), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    parameters.setExplicitPolicyRequired(true);
    parameters.setInitialPolicies(Set.of(OwnOids.policy(AssuranceTier.V1)));
    assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters)).isNotNull();
  }

  @Test
  void internationalMailbox_standsAsSmtpUtf8MailboxAndSubjectMayBeEmpty() throws Exception {
    Mailbox mailbox = Mailbox.parse("jürgen@bücher.example");
    byte[] der = certify("signing", Keys.p256(), SubjectName.EMPTY, List.of(mailbox, ALICE));
    X509Certificate read = read(CertificateFactory.getInstance("X.509"), der);
    assertThat(read.getCriticalExtensionOIDs()).contains("2.5.29.17");
    String text = OpenSsl.run("x509", "-noout", "-text", "-in", pem("smtputf8.pem", der)).output();
    assertThat(text).contains("email:alice@example.org").contains("SmtpUTF8Mailbox");
  }

  @Test
  void openssl_encryptsToTheEncryptionCertificate() throws Exception {
    KeyPair pair = Keys.rsa(2048);
    String certificate = pem("enc.pem", certify("encryption", pair, SubjectName.EMPTY));
    String key = OpenSsl.pem(folder, "enc.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
    Path message = Files.writeString(folder.resolve("message.txt"), "hello");
    String sealed = folder.resolve("message.p7m").toString();
    assertThat(
            OpenSsl.run(
                    "cms",
                    "-encrypt",
                    "-binary",
                    "-aes-256-cbc",
                    "-outform",
                    "DER",
                    "-in",
                    message.toString(),
                    "-out",
                    sealed,
                    certificate)
                .exit())
        .isZero();
    assertThat(
            OpenSsl.run(
                    "cms",
                    "-decrypt",
                    "-inform",
                    "DER",
                    "-in",
                    sealed,
                    "-recip",
                    certificate,
                    "-inkey",
                    key)
                .output())
        .isEqualTo("hello");
  }

  private String verify(byte[] der, String purpose, AssuranceTier tier) {
    return OpenSsl.run(
            "verify",
            "-x509_strict",
            "-policy_check",
            "-explicit_policy",
            "-policy",
            OwnOids.policy(tier),
            "-purpose",
            purpose,
            "-attime",
            Long.toString(NOW.getEpochSecond()),
            "-CAfile",
            pem("root.pem", PKI.certificate("root")),
            "-untrusted",
            pem("ca.pem", PKI.certificate("smime")),
            pem("leaf.pem", der))
        .output();
  }

  private String pem(String name, byte[] der) {
    return OpenSsl.pem(folder, name, "CERTIFICATE", der);
  }

  private static X509Certificate read(CertificateFactory factory, byte[] der) throws Exception {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] certify(String profile, KeyPair pair, SubjectName subject) {
    return certify(profile, pair, subject, List.of(ALICE));
  }

  private static byte[] certify(
      String profileName, KeyPair pair, SubjectName subject, List<Mailbox> mailboxes) {
    CertificateProfile profile = CertificateProfiles.standard().get(new ProfileName(profileName));
    Optional<IssuerCertificate> issuer = Optional.of(PKI.issuer("smime"));
    SigningKey key = PKI.token().signing(KeyPurpose.SMIME_CA);
    CertificateContent content =
        new CertificateContent(
            profile,
            issuer,
            SerialNumber.random(new SecureRandom()),
            key.algorithm(),
            ValidityPeriod.from(NOW, Duration.ZERO, Duration.ofDays(730), profile, issuer),
            subject,
            mailboxes,
            Optional.of(AssuranceTier.V1),
            pair.getPublic().getEncoded());
    Linter linter =
        new Linter(new TbsComposer(new CertificateAddresses(TestPki.PUBLIC_URL)), false);
    return linter
        .lint(content)
        .fold(
            plan ->
                new TbsSigner(PKI.providers())
                    .sign(plan.tbs(), key, issuer.get().subjectPublicKeyInfo()),
            findings -> {
              throw new AssertionError(findings.toString());
            });
  }
}
