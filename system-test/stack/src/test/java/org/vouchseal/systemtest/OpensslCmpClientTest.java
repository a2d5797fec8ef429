package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's stock client gets, uses and revokes certificates, and can read every refusal. */
@Tag("stack")
class OpensslCmpClientTest {

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private final Applicant applicant = new Applicant(stack);
  private OpensslCmp openssl;

  @BeforeEach
  void client() {
    openssl = new OpensslCmp(stack, folder);
  }

  @Test
  void matrix_casesOfThisServer_pass() throws IOException {
    String mailbox = Applicant.freshMailbox();
    Applicant.Granted one = applicant.proves(mailbox);
    Applicant.Granted two = applicant.proves(mailbox);
    openssl.trust(one);
    Path script = folder.resolve("matrix.sh");
    try (InputStream in = getClass().getResourceAsStream("/openssl-cmp-matrix.sh")) {
      Files.copy(in, script);
    }
    Commands.Ended ended =
        openssl
            .commands()
            .run(
                Map.ofEntries(
                    Map.entry("SERVER", stack.hostAndPort()),
                    Map.entry("CMPPATH", ".well-known/cmp/p/signing"),
                    Map.entry("REF", one.reference()),
                    Map.entry("SECRET", one.secret()),
                    Map.entry("REF2", two.reference()),
                    Map.entry("SECRET2", two.secret()),
                    Map.entry("TRUST", folder.resolve("root.pem").toString()),
                    Map.entry("SUBJECT", one.opensslSubject()),
                    Map.entry("OUT", folder.resolve("matrix").toString()),
                    Map.entry(
                        "ONLY",
                        "^(ir-mac-certconf|ir-mac-implicit|cr-sig|rr-sig|neg-rr-twice"
                            + "|neg-wrong-secret|neg-unknown-ref|neg-unprotected"
                            + "|neg-replayed-transaction)$")),
                List.of("bash", script.toString()));
    assertThat(ended.output()).contains("9 of 9 cases pass");
    assertThat(ended.status()).isZero();
  }

  @Test
  void secondDevice_underTheFirstCertificate_getsItsOwn() {
    Applicant.Granted granted = openssl.enrolled(applicant);
    openssl.key("k2.pem");
    openssl
        .signedWith(
            "c.pem",
            "k.pem",
            "chain.pem",
            "signing",
            "-cmd",
            "cr",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k2.pem",
            "-certout",
            "c2.pem")
        .mustSucceed();
    assertThat(openssl.file("c2.pem")).exists();
  }

  @Test
  void wrongSecret_isBadMessageCheck() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    assertRefused(
        ir(granted.reference(), "not" + granted.secret(), granted.opensslSubject()),
        "badMessageCheck");
  }

  @Test
  void unknownReference_answersLikeAWrongSecret() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    assertRefused(
        ir("nobody-" + granted.reference(), granted.secret(), granted.opensslSubject()),
        "badMessageCheck");
  }

  @Test
  void spentOrder_answersLikeAnUnknownReference() {
    Applicant.Granted granted = openssl.enrolled(applicant);
    assertRefused(
        ir(granted.reference(), granted.secret(), granted.opensslSubject()), "badMessageCheck");
  }

  @Test
  void foreignSubject_isBadCertTemplate() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    assertRefused(
        ir(granted.reference(), granted.secret(), "/CN=somebody@else.example"), "badCertTemplate");
  }

  @Test
  void raVerifiedByAnEndEntity_isNotAuthorized() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    assertRefused(
        ir(granted.reference(), granted.secret(), granted.opensslSubject(), "-popo", "0"),
        "notAuthorized");
  }

  @Test
  void replayOfAFinishedTransaction_isTransactionIdInUse() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    ir(granted.reference(), granted.secret(), granted.opensslSubject(), "-reqout", "ir.der cc.der")
        .mustSucceed();
    assertRefused(
        ir(
            granted.reference(),
            granted.secret(),
            granted.opensslSubject(),
            "-reqin",
            "ir.der cc.der"),
        "transactionIdInUse");
  }

  @Test
  void revokedTwice_isCertRevoked() {
    openssl.enrolled(applicant);
    rr().mustSucceed();
    assertRefused(rr(), "certRevoked");
  }

  private Commands.Ended rr() {
    return openssl.signedWith(
        "c.pem",
        "k.pem",
        "chain.pem",
        "signing",
        "-cmd",
        "rr",
        "-oldcert",
        "c.pem",
        "-revreason",
        "4");
  }

  private Commands.Ended ir(String reference, String secret, String subject, String... more) {
    openssl.key("k.pem");
    List<String> all =
        new java.util.ArrayList<>(
            List.of("-cmd", "ir", "-subject", subject, "-newkey", "k.pem", "-certout", "c.pem"));
    all.addAll(List.of(more));
    return openssl.underSecret(reference, secret, "signing", all.toArray(String[]::new));
  }

  private static void assertRefused(Commands.Ended ended, String failInfo) {
    assertThat(ended.status()).as(ended.output()).isNotZero();
    assertThat(OpensslCmp.failInfo(ended)).as(ended.output()).contains(failInfo);
  }
}
