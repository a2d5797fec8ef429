package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relying party with openssl and the files below {@code /pki}, and nothing else. */
@Tag("stack")
class RelyingPartyTest {

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private OpensslCmp openssl;

  @BeforeEach
  void enrolled() {
    openssl = new OpensslCmp(stack, folder);
    openssl.enrolled(new Applicant(stack));
    fetch("/pki/smime.cer", "smime.cer");
    fetch("/pki/root.cer", "root.cer");
    openssl("x509", "-inform", "DER", "-in", "smime.cer", "-out", "smime.pem");
    openssl("x509", "-inform", "DER", "-in", "root.cer", "-out", "anchor.pem");
  }

  @Test
  void goodCertificate_verifiesWithCrlAndOcsp() {
    fetchCrls();
    assertThat(verify().output()).contains("c.pem: OK");
    assertThat(ocsp()).contains("c.pem: good").contains("Response verify OK");
  }

  @Test
  void signatureMade_verifiesForMail() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "a letter\n");
    openssl(
        "cms",
        "-sign",
        "-binary",
        "-in",
        "letter.txt",
        "-signer",
        "c.pem",
        "-inkey",
        "k.pem",
        "-certfile",
        "smime.pem",
        "-outform",
        "DER",
        "-out",
        "letter.p7s");
    openssl(
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "letter.p7s",
        "-content",
        "letter.txt",
        "-CAfile",
        "anchor.pem",
        "-purpose",
        "smimesign",
        "-out",
        "read.txt");
    assertThat(folder.resolve("read.txt")).hasContent("a letter\n");
  }

  @Test
  void revocation_showsInOcspAndCrlWithinTenSeconds() {
    openssl
        .signedWith(
            "c.pem",
            "k.pem",
            "chain.pem",
            "signing",
            "-cmd",
            "rr",
            "-oldcert",
            "c.pem",
            "-revreason",
            "4")
        .mustSucceed();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    boolean shown = false;
    while (!shown && System.nanoTime() < end) {
      fetchCrls();
      shown = verify().output().contains("certificate revoked");
      Applicant.sleep(Duration.ofMillis(300));
    }
    assertThat(shown).as("the CRL names the certificate within 10 s").isTrue();
    assertThat(ocsp()).contains("c.pem: revoked").contains("Reason: superseded");
  }

  @Test
  void serialNeverIssued_isNeverGood() {
    Commands.Ended asked =
        openssl
            .commands()
            .openssl(
                "ocsp",
                "-sha256",
                "-issuer",
                "smime.pem",
                "-serial",
                "0x4f00000000000000000000000000beef",
                "-url",
                stack.publicUrl() + "/ocsp",
                "-CAfile",
                "anchor.pem");
    assertThat(asked.output()).doesNotContain(": good").contains(": unknown");
  }

  private Commands.Ended verify() {
    return openssl
        .commands()
        .openssl(
            "verify",
            "-x509_strict",
            "-purpose",
            "smimesign",
            "-crl_check",
            "-CRLfile",
            "smime.crl.pem",
            "-CAfile",
            "anchor.pem",
            "-untrusted",
            "smime.pem",
            "c.pem");
  }

  private String ocsp() {
    return openssl
        .commands()
        .openssl(
            "ocsp",
            "-sha256",
            "-issuer",
            "smime.pem",
            "-cert",
            "c.pem",
            "-url",
            stack.publicUrl() + "/ocsp",
            "-CAfile",
            "anchor.pem")
        .output();
  }

  private void fetchCrls() {
    fetch("/pki/smime.crl", "smime.crl");
    openssl("crl", "-inform", "DER", "-in", "smime.crl", "-out", "smime.crl.pem");
  }

  private void fetch(String path, String file) {
    openssl.commands().run("curl", "-sf", "-o", file, stack.publicUrl() + path).mustSucceed();
  }

  private void openssl(String... arguments) {
    openssl.commands().openssl(arguments).mustSucceed();
  }
}
