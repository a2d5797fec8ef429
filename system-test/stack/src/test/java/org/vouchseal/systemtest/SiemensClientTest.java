package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second, independent Java implementation of CMP as a client.
 *
 * <p>It validates issued certificates as if each were to sign messages, so an encryption
 * certificate never passes its own check: {@code nochain} leaves that check out, and openssl does
 * it instead.
 */
@Tag("stack")
class SiemensClientTest {

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private final Applicant applicant = new Applicant(stack);
  private OpensslCmp openssl;

  @BeforeEach
  void program() throws IOException {
    openssl = new OpensslCmp(stack, folder);
    try (InputStream in = getClass().getResourceAsStream("/siemens/SiemensCmp.java.txt")) {
      Files.copy(in, folder.resolve("SiemensCmp.java"));
    }
  }

  @Test
  void centralKeyUnderTheSecret_fitsItsCertificate() {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    openssl.trust(granted);
    Commands.Ended ended =
        client(
            granted,
            "encryption-compat",
            "op=ir",
            "ckg=true",
            "nochain=true",
            "trust=root.pem",
            "out=ckg");
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
    client(
            granted,
            "encryption-compat",
            "op=ir",
            "ckg=true",
            "nochain=true",
            "trust=root.pem",
            "out=ckg")
        .mustSucceed();
    Commands.Ended signing = client(granted, "signing", "op=ir", "alg=EC", "out=sig");
    assertThat(signing.output()).contains("OK ir: certificate");
  }

  private Commands.Ended client(Applicant.Granted granted, String profile, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("SiemensCmp.java");
    command.add("url=" + stack.publicUrl() + "/.well-known/cmp/p/" + profile);
    command.add("ref=" + granted.reference());
    command.add("secret=" + granted.secret());
    command.add("mac=pbm");
    command.add("subject=" + granted.subject());
    command.addAll(List.of(more));
    return openssl.commands().run(Map.of(), command);
  }

  private String openssl(String... arguments) {
    return openssl.commands().openssl(arguments).mustSucceed().output();
  }
}
