package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second, independent Java implementation of CMP as a client. */
@Tag("stack")
class SiemensClientTest {

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private final Applicant applicant = new Applicant(stack);
  private OpensslCmp openssl;

  private SiemensClient client;

  @BeforeEach
  void program() {
    openssl = new OpensslCmp(stack, folder);
    client = new SiemensClient(stack, openssl.commands());
  }

  @Test
  void centralKeyUnderTheSecret_fitsItsCertificate() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    openssl.trust(granted);
    Commands.Ended ended = client.centralKey(granted, "ckg");
    assertThat(ended.output()).contains("OK ir: certificate");

    String ofKey = openssl("pkey", "-in", "ckg/key.pem", "-pubout");
    String ofCertificate = openssl("x509", "-in", "ckg/cert.pem", "-noout", "-pubkey");
    assertThat(ofKey).isEqualTo(ofCertificate);
    openssl
        .commands()
        .run("curl", "-sf", "-o", "smime.cer", stack.publicUrl() + "/pki/smime.cer")
        .mustSucceed();
    String unusedConverted =
        openssl("x509", "-inform", "DER", "-in", "smime.cer", "-out", "smime.pem");
    assertThat(
            openssl(
                "verify",
                "-x509_strict",
                "-purpose",
                "smimeencrypt",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "smime.pem",
                "ckg/cert.pem"))
        .contains("OK");
    assertThat(openssl("x509", "-in", "ckg/cert.pem", "-noout", "-ext", "keyUsage"))
        .contains("Key Encipherment");
  }

  @Test
  void centralKeyThenSigning_underTheSameSecret_bothCome() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    openssl.trust(granted);
    client.centralKey(granted, "ckg").mustSucceed();
    Commands.Ended signing = client.run(granted, "signing", "op=ir", "alg=EC", "out=sig");
    assertThat(signing.output()).contains("OK ir: certificate");
  }

  private String openssl(String... arguments) {
    return openssl.commands().openssl(arguments).mustSucceed().output();
  }
}
