package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Foreign programs that judge the files of an {@link IssuedPair}: OpenSSL, GnuTLS, NSS and Java's
 * own path validation. Each is asked with fresh lists.
 */
final class RelyingParties {

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";

  private final IssuedPair pair;

  RelyingParties(IssuedPair pair) {
    this.pair = pair;
    try (InputStream in = getClass().getResourceAsStream("/pkix/PathJudge.java.txt")) {
      Files.copy(in, pair.file("PathJudge.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    certutil("-N", "--empty-password").mustSucceed();
    certutil("-A", "-n", "root", "-t", "C,C,C", "-i", "root.pem").mustSucceed();
    for (String name : List.of("smime", "signing", "encryption")) {
      certutil("-A", "-n", name, "-t", ",,", "-i", name + ".pem").mustSucceed();
    }
  }

  /** The whole path with lists of both CAs, an explicit policy and a purpose. */
  Commands.Ended opensslVerify(String certificate, String purpose, int tier) {
    pair.fetchLists();
    return pair.commands()
        .openssl(
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CRLfile",
            "crls.pem",
            "-policy_check",
            "-explicit_policy",
            "-policy",
            IssuedPair.policy(tier),
            "-purpose",
            purpose,
            "-CAfile",
            "root.pem",
            "-untrusted",
            "smime.pem",
            certificate);
  }

  /** By POST, which is all that this client does. */
  Commands.Ended opensslOcsp(String certificate, String digest, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "openssl",
                "ocsp",
                "-" + digest,
                "-issuer",
                "smime.pem",
                "-cert",
                certificate,
                "-CAfile",
                "root.pem"));
    all.addAll(List.of(more));
    return pair.commands().run(java.util.Map.of(), all);
  }

  /** The whole path with the lists of both CAs. */
  Commands.Ended certtool(String certificate, String purpose) {
    pair.fetchLists();
    String chain = "chain-of-" + certificate;
    try {
      Files.writeString(pair.file(chain), pair.read(certificate) + pair.read("smime.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pair.commands()
        .run(
            "certtool",
            "--verify",
            "--load-ca-certificate",
            "root.pem",
            "--load-crl",
            "crls.pem",
            "--verify-purpose",
            purpose,
            "--infile",
            chain);
  }

  Commands.Ended certtool(String certificate) {
    return certtool(certificate, EMAIL_PROTECTION);
  }

  Commands.Ended ocsptool(String certificate, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ocsptool",
                "--ask=" + pair.ocspUrl(),
                "--load-cert",
                certificate,
                "--load-issuer",
                "smime.pem"));
    all.addAll(List.of(more));
    return pair.commands().run(java.util.Map.of(), all);
  }

  /** NSS with the list imported; usage S is a signer of mail, R a recipient. */
  Commands.Ended nssWithList(String name, String usage) {
    pair.fetchLists();
    Commands.Ended unusedUnlessThere =
        pair.commands().run("crlutil", "-D", "-n", "smime", "-d", "sql:.");
    pair.commands().run("crlutil", "-I", "-d", "sql:.", "-i", "smime.crl").mustSucceed();
    return certutil("-V", "-n", name, "-u", usage);
  }

  /** NSS asking the responder that the certificate names; usage E is a signer of mail. */
  Commands.Ended nssWithOcsp(String name, String usage) {
    return pair.commands().run("ocspclnt", "-V", name, "-u", usage, "-d", "sql:.");
  }

  /**
   * A Java of its own.
   *
   * @param means {@code ocsp} or {@code crl}, fetched from the addresses in the certificate
   * @param options of the virtual machine
   */
  Commands.Ended java(String certificate, int tier, String means, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(options));
    all.addAll(
        List.of(
            "PathJudge.java",
            certificate,
            "smime.pem",
            "root.pem",
            IssuedPair.policy(tier),
            means));
    return pair.commands().run(java.util.Map.of(), all);
  }

  private Commands.Ended certutil(String command, String... more) {
    List<String> all = new ArrayList<>(List.of("certutil", command, "-d", "sql:."));
    all.addAll(List.of(more));
    return pair.commands().run(java.util.Map.of(), all);
  }
}
