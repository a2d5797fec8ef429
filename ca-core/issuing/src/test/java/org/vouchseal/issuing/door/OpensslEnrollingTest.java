package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's own CMP client against the door, over HTTP and a real database. */
class OpensslEnrollingTest {

  @TempDir Path folder;
  private Issuing issuing;
  private OpensslClient openssl;

  @BeforeEach
  void start() {
    issuing = Issuing.fresh(folder);
    openssl = new OpensslClient(folder, issuing.serve(), issuing.pki.rootPem());
    openssl.key("k1.pem");
    openssl.key("k2.pem");
  }

  @AfterEach
  void stop() {
    issuing.close();
  }

  private OpensslClient.Run ir(Issuing.Enrolment enrolment, String... more) {
    String[] all = new String[more.length + 8];
    String[] fixed = {
      "-cmd", "ir", "-subject", enrolment.subject(), "-newkey", "k1.pem", "-certout", "c1.pem"
    };
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return openssl.mac("signing", enrolment.reference(), enrolment.secret(), all);
  }

  @Test
  void irWithCertConf_issuesAndSpendsTheSecret() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");

    OpensslClient.Run run = ir(enrolment, "-chainout", "ch1.pem", "-cacertsout", "ca.pem");

    assertThat(run.ok()).as(run.output()).isTrue();
    OpensslClient.Run verify =
        openssl.run(
            "openssl",
            "verify",
            "-x509_strict",
            "-CAfile",
            issuing.pki.rootPem().toString(),
            "-untrusted",
            "ch1.pem",
            "c1.pem");
    assertThat(verify.ok()).as(verify.output()).isTrue();
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'CONFIRMED'"))
        .isEqualTo(1);
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM registrar_order WHERE secret_box IS NULL"
                    + " AND secret_spent_at IS NOT NULL"))
        .isEqualTo(1);
    assertThat(issuing.keyService.erased).containsExactly(enrolment.order().reference());
  }

  @Test
  void irWithImplicitConfirm_isConfirmedAtOnce() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");

    OpensslClient.Run run = ir(enrolment, "-implicit_confirm");

    assertThat(run.ok()).as(run.output()).isTrue();
    assertThat(run.output()).doesNotContain("CERTCONF");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'CONFIRMED'"))
        .isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order WHERE secret_box IS NULL"))
        .isEqualTo(1);
  }

  @Test
  void crUnderTheCertificate_addsADeviceUpToTheLimit() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    assertThat(ir(enrolment).ok()).isTrue();

    for (int device = 1; device <= 4; device++) {
      openssl.key("d" + device + ".pem");
      OpensslClient.Run run = cr(enrolment, "d" + device + ".pem", "cd" + device + ".pem");
      assertThat(run.ok()).as(run.output()).isTrue();
    }
    openssl.key("d5.pem");
    OpensslClient.Run tooMany = cr(enrolment, "d5.pem", "cd5.pem");

    assertThat(tooMany.ok()).isFalse();
    assertThat(tooMany.output()).contains("notAuthorized");
  }

  private OpensslClient.Run cr(Issuing.Enrolment enrolment, String key, String out) {
    return openssl.signed(
        "signing",
        "c1.pem",
        "k1.pem",
        "-cmd",
        "cr",
        "-subject",
        enrolment.subject(),
        "-newkey",
        key,
        "-certout",
        out);
  }

  @Test
  void rrUnderTheCertificate_revokesOnce() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    assertThat(ir(enrolment).ok()).isTrue();
    assertThat(cr(enrolment, "k2.pem", "c2.pem").ok()).isTrue();

    OpensslClient.Run first = rr("c1.pem", "k1.pem", "c2.pem");
    OpensslClient.Run second = rr("c1.pem", "k1.pem", "c2.pem");

    assertThat(first.ok()).as(first.output()).isTrue();
    assertThat(second.ok()).isFalse();
    assertThat(second.output()).contains("certRevoked");
    assertThat(issuing.count("SELECT reason FROM revocation")).isEqualTo(1);
  }

  private OpensslClient.Run rr(String certificate, String key, String revoked) {
    return openssl.signed(
        "signing", certificate, key, "-cmd", "rr", "-oldcert", revoked, "-revreason", "1");
  }

  @Test
  void rrBySomebodyElse_isNotAuthorized() throws IOException {
    assertThat(ir(issuing.enrolment("anna@example.org")).ok()).isTrue();
    Files.move(openssl.file("c1.pem"), openssl.file("anna.pem"));
    assertThat(ir2(issuing.enrolment("berta@example.org")).ok()).isTrue();

    OpensslClient.Run run = rr("c1.pem", "k2.pem", "anna.pem");

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).contains("notAuthorized");
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }

  private OpensslClient.Run ir2(Issuing.Enrolment enrolment) {
    return openssl.mac(
        "signing",
        enrolment.reference(),
        enrolment.secret(),
        "-cmd",
        "ir",
        "-subject",
        enrolment.subject(),
        "-newkey",
        "k2.pem",
        "-certout",
        "c1.pem");
  }

  @Test
  void wrongSecretAndUnknownReference_getTheSameAnswer() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");

    OpensslClient.Run wrong =
        openssl.mac(
            "signing",
            enrolment.reference(),
            "not-" + enrolment.secret(),
            "-unprotected_errors",
            "-cmd",
            "ir",
            "-subject",
            enrolment.subject(),
            "-newkey",
            "k1.pem",
            "-certout",
            "n.pem");
    OpensslClient.Run unknown =
        openssl.mac(
            "signing",
            "nobody-" + enrolment.reference(),
            enrolment.secret(),
            "-unprotected_errors",
            "-cmd",
            "ir",
            "-subject",
            enrolment.subject(),
            "-newkey",
            "k1.pem",
            "-certout",
            "n.pem");

    assertThat(wrong.ok()).isFalse();
    assertThat(unknown.ok()).isFalse();
    assertThat(wrong.output()).contains("badMessageCheck").contains("secret is wrong");
    assertThat(unknown.output()).contains("badMessageCheck").contains("secret is wrong");
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction")).isZero();
  }

  @Test
  void spentOrder_answersLikeUnknown() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    assertThat(ir(enrolment).ok()).isTrue();

    OpensslClient.Run again = ir(enrolment, "-unprotected_errors");

    assertThat(again.ok()).isFalse();
    assertThat(again.output()).contains("badMessageCheck").contains("secret is wrong");
  }

  @Test
  void foreignSubject_isBadCertTemplateAndProtected() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");

    OpensslClient.Run run =
        openssl.mac(
            "signing",
            enrolment.reference(),
            enrolment.secret(),
            "-cmd",
            "ir",
            "-subject",
            "/CN=eva@example.org",
            "-newkey",
            "k1.pem",
            "-certout",
            "n.pem");

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).contains("badCertTemplate");
    assertThat(ir(enrolment).ok()).isTrue();
  }

  @Test
  void raVerified_isNotAuthorized() {
    OpensslClient.Run run = ir(issuing.enrolment("anna@example.org"), "-popo", "0");

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).contains("notAuthorized");
  }

  @Test
  void replayOfAFinishedTransaction_isTransactionIdInUse() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    assertThat(ir(enrolment, "-reqout", "ir.der cc.der", "-rspout", "ip.der pc.der").ok()).isTrue();

    OpensslClient.Run replay = ir(enrolment, "-reqin", "ir.der cc.der", "-unprotected_errors");

    assertThat(replay.ok()).isFalse();
    assertThat(replay.output()).contains("transactionIdInUse");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE issuer = 'smime'"))
        .isEqualTo(1);
  }

  @Test
  void kur_givesACertificateForTheNewKeyAndOnlyOnce() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    assertThat(ir(enrolment).ok()).isTrue();
    openssl.key("k3.pem");

    OpensslClient.Run kur = kur("k2.pem");
    OpensslClient.Run again = kur("k3.pem");

    assertThat(kur.ok()).describedAs(kur.output()).isTrue();
    assertThat(openssl.run("openssl", "x509", "-in", "n.pem", "-noout", "-pubkey").output())
        .isEqualTo(openssl.run("openssl", "pkey", "-in", "k2.pem", "-pubout").output());
    assertThat(again.output()).contains("badRequest").contains("was updated before");
  }

  private OpensslClient.Run kur(String newKey) {
    return openssl.signed(
        "signing", "c1.pem", "k1.pem", "-cmd", "kur", "-newkey", newKey, "-certout", "n.pem");
  }

  @Test
  void p10cr_givesACertificateForItsKey() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");
    openssl.run(
        "openssl",
        "req",
        "-new",
        "-key",
        "k2.pem",
        "-subj",
        enrolment.subject(),
        "-out",
        "p10.pem");

    OpensslClient.Run run =
        openssl.mac(
            "signing",
            enrolment.reference(),
            enrolment.secret(),
            "-cmd",
            "p10cr",
            "-csr",
            "p10.pem",
            "-certout",
            "n.pem");

    assertThat(run.ok()).describedAs(run.output()).isTrue();
    assertThat(openssl.run("openssl", "x509", "-in", "n.pem", "-noout", "-pubkey").output())
        .isEqualTo(openssl.run("openssl", "pkey", "-in", "k2.pem", "-pubout").output());
  }

  @Test
  void unprotectedRequest_isBadMessageCheck() {
    Issuing.Enrolment enrolment = issuing.enrolment("anna@example.org");

    OpensslClient.Run run =
        openssl.cmp(
            "signing",
            java.util.List.of(),
            java.util.List.of(
                "-unprotected_requests",
                "-unprotected_errors",
                "-cmd",
                "ir",
                "-subject",
                enrolment.subject(),
                "-newkey",
                "k1.pem",
                "-certout",
                "n.pem"));

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).contains("badMessageCheck");
  }
}
