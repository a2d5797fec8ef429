package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite asks with the stock {@code openssl cmp}, which judges what it gets. */
@Tag("db")
class OutsideSuiteAskingTest {

  private static final Map<String, String[]> KEYS =
      Map.of(
          "EC", new String[] {"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"},
          "RSA", new String[] {"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"});

  @TempDir static Path folder;
  private static Ground ground;
  private static Programs programs;

  @BeforeAll
  static void found() {
    ground = Ground.founded(folder);
    programs = new Programs(folder);
    String der = programs.write("root.der", ground.directory().certificate("root"));
    programs.openssl("x509", "-inform", "DER", "-in", der, "-out", "root.pem").mustSucceed();
    key("ec", "EC");
    key("rsa", "RSA");
    enrolled("ec", "/CN=first");
    enrolled("rsa", "/CN=second");
  }

  @AfterAll
  static void end() {
    ground.close();
  }

  @Test
  void secret_servesAnyNumberOfTimesAndAnyName() {
    key("third", "EC");
    enrolled("third", "/C=DE/O=Some Suite/CN=somebody else");
    assertThat(shown("third", "-subject", "-nameopt", "RFC2253"))
        .contains("CN=somebody else,O=Some Suite,C=DE");
    assertThat(shown("third", "-ext", "subjectAltName")).contains("conformance@example.test");
    enrolled("third", "/CN=and again");
    assertThat(shown("third", "-subject")).contains("and again");
  }

  @Test
  void mailboxInTheTemplate_isCertified() {
    key("boxed", "EC");
    enrolledFor("boxed", "any@example.org");
    assertThat(shown("boxed", "-ext", "subjectAltName"))
        .contains("email:any@example.org")
        .doesNotContain("conformance@");
  }

  @Test
  void signers_mayReceiveKeys() {
    assertThat(shown("ec", "-ext", "keyUsage")).contains("Digital Signature", "Key Agreement");
    assertThat(shown("rsa", "-ext", "keyUsage")).contains("Digital Signature", "Key Encipherment");
    assertThat(shown("ec", "-text")).doesNotContain("X509v3 Certificate Policies");
  }

  @Test
  void updateOfACertificate_keepsItsSubjectAndItsMailbox() {
    key("new", "EC");
    key("old", "EC");
    enrolledFor("old", "old@example.org");

    Programs.Ended other =
        programs.signedBy(
            ground,
            "old",
            "-cmd",
            "kur",
            "-subject",
            "/CN=new",
            "-newkey",
            "new.key",
            "-oldcert",
            "old.pem",
            "-certout",
            "new.pem",
            "-unprotected_errors");
    assertThat(other.status()).isNotZero();
    assertThat(other.output()).contains("badCertTemplate");

    programs
        .signedBy(
            ground,
            "old",
            "-cmd",
            "kur",
            "-newkey",
            "new.key",
            "-oldcert",
            "old.pem",
            "-certout",
            "new.pem")
        .mustSucceed();
    assertThat(shown("new", "-subject")).contains("CN = old");
    assertThat(shown("new", "-ext", "subjectAltName")).contains("email:old@example.org");
  }

  @Test
  void everyBody_isAnsweredUnderACertificate() {
    key("by", "EC");
    for (String body : new String[] {"ir", "cr"}) {
      programs
          .signedBy(
              ground,
              "rsa",
              "-cmd",
              body,
              "-subject",
              "/CN=" + body,
              "-newkey",
              "by.key",
              "-certout",
              "by.pem")
          .mustSucceed();
    }
    programs
        .openssl("req", "-new", "-key", "by.key", "-subj", "/CN=ten", "-out", "by.csr")
        .mustSucceed();
    programs
        .signedBy(ground, "rsa", "-cmd", "p10cr", "-csr", "by.csr", "-certout", "by.pem")
        .mustSucceed();
    assertThat(shown("by", "-subject")).contains("CN = ten");
    programs
        .signedBy(ground, "rsa", "-cmd", "rr", "-oldcert", "by.pem", "-revreason", "4")
        .mustSucceed();
    Programs.Ended twice =
        programs.signedBy(ground, "rsa", "-cmd", "rr", "-oldcert", "by.pem", "-revreason", "4");
    assertThat(twice.output()).contains("certRevoked");
  }

  @Test
  void whatACertificatePointsTo_isThere() {
    String url = "http://" + ground.hostAndPort();
    String files = url + "/pki/conformance-";
    assertThat(shown("ec", "-text"))
        .contains(files + "smime.crl", files + "smime.cer", url + "/ocsp/conformance");
    ground.runDue();
    for (String file : new String[] {"smime.crl", "smime.cer", "root.cer", "root.crl"}) {
      programs.run(List.of("curl", "-sf", "-o", file, files + file)).mustSucceed();
    }
    programs.openssl("x509", "-inform", "DER", "-in", "smime.cer", "-out", "smime.pem");
    programs.openssl("crl", "-inform", "DER", "-in", "smime.crl", "-out", "smime.crl.pem");
    programs
        .openssl(
            "verify",
            "-x509_strict",
            "-crl_check",
            "-CRLfile",
            "smime.crl.pem",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "smime.pem",
            "ec.pem")
        .mustSucceed();
    assertThat(
            programs
                .openssl(
                    "ocsp",
                    "-issuer",
                    "smime.pem",
                    "-cert",
                    "ec.pem",
                    "-url",
                    url + "/ocsp/conformance",
                    "-CAfile",
                    "root.pem")
                .mustSucceed()
                .output())
        .contains("ec.pem: good");
  }

  @Test
  void operationLabels_fitTheirBodies() {
    key("labelled", "EC");
    programs
        .underSecret(
            ground,
            "conformance/initialization",
            "-cmd",
            "ir",
            "-subject",
            "/CN=x",
            "-newkey",
            "labelled.key",
            "-certout",
            "labelled.pem")
        .mustSucceed();
    assertThat(
            programs
                .underSecret(
                    ground,
                    "conformance/keyupdate",
                    "-cmd",
                    "ir",
                    "-subject",
                    "/CN=x",
                    "-newkey",
                    "labelled.key",
                    "-certout",
                    "labelled.pem")
                .output())
        .contains("badRequest");
  }

  @Test
  void raVerified_isNotForEndEntities() {
    assertThat(
            programs
                .underSecret(
                    ground,
                    "conformance",
                    "-cmd",
                    "ir",
                    "-popo",
                    "0",
                    "-subject",
                    "/CN=x",
                    "-newkey",
                    "ec.key",
                    "-certout",
                    "no.pem")
                .output())
        .contains("notAuthorized");
  }

  private static void key(String name, String algorithm) {
    List<String> command = new ArrayList<>(List.of("openssl", "genpkey"));
    command.addAll(List.of(KEYS.get(algorithm)));
    command.addAll(List.of("-out", name + ".key"));
    programs.run(command).mustSucceed();
  }

  private static void enrolled(String name, String subject, String... more) {
    List<String> all =
        new ArrayList<>(List.of("-cmd", "ir", "-subject", subject, "-newkey", name + ".key"));
    all.addAll(List.of("-certout", name + ".pem"));
    all.addAll(List.of(more));
    programs.underSecret(ground, "conformance", all.toArray(String[]::new)).mustSucceed();
  }

  /** With a mailbox, which this client takes from a PKCS #10 request. */
  private static void enrolledFor(String name, String mailbox) {
    programs
        .openssl(
            "req",
            "-new",
            "-key",
            name + ".key",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=email:" + mailbox,
            "-out",
            name + ".csr")
        .mustSucceed();
    enrolled(name, "/CN=" + name, "-csr", name + ".csr");
  }

  private static String shown(String name, String... what) {
    List<String> command =
        new ArrayList<>(List.of("openssl", "x509", "-noout", "-in", name + ".pem"));
    command.addAll(List.of(what));
    return programs.run(command).mustSucceed().output();
  }
}
