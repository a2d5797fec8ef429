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

  @Test
  void questionsUnderTheSecret_areAnsweredAndTheSecretWorksOn() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    openssl.trust(granted);

    assertThat(client.run(granted, "signing/getcacerts", "op=cacerts").output())
        .contains("OK cacerts: CA certificates: 3");
    assertThat(client.run(granted, "signing/getcertreqtemplate", "op=template").output())
        .contains("OK template: template bytes: ");
    assertThat(client.run(granted, "signing/getcrls", "op=crls", issuer()).output())
        .contains("OK crls: CRLs: 1");
    assertThat(client.run(granted, "signing/getrootupdate", "op=rootupdate").output())
        .contains("HTTP 200", "root update: none");
    assertThat(client.run(granted, "signing", "op=ir", "alg=EC", "out=sig").output())
        .contains("OK ir: certificate");
  }

  @Test
  void messagesUnderACertificate_areAnswered() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    openssl.trust(granted);
    key("k1.pem");
    key("k2.pem");
    key("k3.pem");
    String subject = "subject=" + granted.subject();
    client
        .run(granted, "signing", "op=ir", "newkey=k1.pem", "trust=root.pem", "out=sig")
        .mustSucceed();

    assertThat(signed("/getcacerts", "op=cacerts").output()).contains("CA certificates: 3");
    assertThat(signed("/p/encryption", "op=template").output()).contains("OK template");
    assertThat(signed("/getcrls", "op=crls", issuer()).output()).contains("OK crls: CRLs: 1");
    assertThat(signed("/p/signing", "op=cr", subject, "newkey=k2.pem", "out=device").output())
        .contains("OK cr: certificate");
    assertThat(
            signed(
                    "/p/signing/keyupdate",
                    "op=kur",
                    "old=sig/cert.pem",
                    "newkey=k3.pem",
                    "out=renewed")
                .output())
        .contains("OK kur: certificate");
    assertThat(signed("/revocation", "op=rr", "old=device/cert.pem", "reason=1").output())
        .contains("OK rr: revoked true");
  }

  private Commands.Ended signed(String address, String... more) {
    return client.signedWith("sig/chain.pem", "k1.pem", address, more);
  }

  /** In the old form, which the client reads with its curve. */
  private void key(String name) {
    String unusedMade =
        openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", name);
  }

  private String issuer() {
    openssl
        .commands()
        .run("curl", "-sf", "-o", "ca.cer", stack.publicUrl() + "/pki/smime.cer")
        .mustSucceed();
    String name =
        openssl(
            "x509", "-inform", "DER", "-in", "ca.cer", "-noout", "-subject", "-nameopt", "RFC2253");
    return "issuer=" + name.strip().replaceFirst("^subject=", "");
  }

  private String openssl(String... arguments) {
    return openssl.commands().openssl(arguments).mustSucceed().output();
  }
}
