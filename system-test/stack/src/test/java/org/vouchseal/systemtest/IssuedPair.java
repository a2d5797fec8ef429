package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A pair that the running stack issued, and what it publishes, as files: {@code signing.pem
 * signing-key.pem encryption.pem smime.pem trust.pem root.pem}; lists come with {@link
 * #fetchLists}.
 */
final class IssuedPair {

  /** The arc of our own policies; docs/oids.md. */
  private static final String POLICIES = "2.25.35858733496737692386291836553464955265.1.";

  private final Stack stack;
  private final OpensslCmp client;

  private IssuedPair(Stack stack, OpensslCmp client) {
    this.stack = stack;
    this.client = client;
  }

  /**
   * Enrols somebody: the encryption certificate first, since the signing one spends the secret.
   *
   * @param genpkey arguments of {@code openssl genpkey} for the signing key
   */
  static IssuedPair enrolledIn(Path folder, String... genpkey) {
    Stack stack = Stack.running();
    OpensslCmp client = new OpensslCmp(stack, folder);
    IssuedPair pair = new IssuedPair(stack, client);
    Applicant.Granted granted = new Applicant(stack).provesFreshMailbox();
    client.trust(granted);
    new SiemensClient(stack, client.commands()).centralKey(granted, "central").mustSucceed();
    pair.copy("central/cert.pem", "encryption.pem");
    pair.openssl("genpkey", List.of(genpkey), "-out", "signing-key.pem");
    client
        .underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "signing-key.pem",
            "-certout",
            "signing.pem")
        .mustSucceed();
    for (String name : List.of("smime", "trust")) {
      pair.fetch("/pki/" + name + ".cer", name + ".cer");
      pair.openssl("x509", List.of("-inform", "DER"), "-in", name + ".cer", "-out", name + ".pem");
    }
    return pair;
  }

  static IssuedPair ofEllipticCurve(Path folder) {
    return enrolledIn(folder, "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
  }

  static IssuedPair ofRsa(Path folder) {
    return enrolledIn(folder, "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072");
  }

  /** The policy of a tier. */
  static String policy(int tier) {
    return POLICIES + tier;
  }

  Commands commands() {
    return client.commands();
  }

  String ocspUrl() {
    return stack.publicUrl() + "/ocsp";
  }

  /** {@code smime.crl root.crl} as DER and {@code crls.pem} with both. */
  void fetchLists() {
    StringBuilder both = new StringBuilder();
    for (String name : List.of("smime", "root")) {
      fetch("/pki/" + name + ".crl", name + ".crl");
      openssl("crl", List.of("-inform", "DER"), "-in", name + ".crl", "-out", name + ".crl.pem");
      both.append(read(name + ".crl.pem"));
    }
    write("crls.pem", both.toString());
  }

  /** The subscriber revokes the signing certificate; the encryption certificate follows it. */
  void revoke() {
    copy("smime.pem", "chain.pem");
    client
        .signedWith(
            "signing.pem",
            "signing-key.pem",
            "chain.pem",
            "signing",
            "-cmd",
            "rr",
            "-oldcert",
            "signing.pem",
            "-revreason",
            "1")
        .mustSucceed();
  }

  void fetch(String path, String file) {
    commands().run("curl", "-sf", "-o", file, stack.publicUrl() + path).mustSucceed();
  }

  /** Asks again until the answer holds a text, for ten seconds at most. */
  static void within10Seconds(String text, java.util.function.Supplier<Commands.Ended> judge) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Commands.Ended last = judge.get();
    while (!last.output().contains(text)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no \"" + text + "\" within 10 s in\n" + last.output());
      }
      Applicant.sleep(Duration.ofMillis(200));
      last = judge.get();
    }
  }

  Path file(String name) {
    return client.file(name);
  }

  private void openssl(String command, List<String> first, String... more) {
    java.util.ArrayList<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(first);
    all.addAll(List.of(more));
    commands().openssl(all.toArray(String[]::new)).mustSucceed();
  }

  private void copy(String from, String to) {
    write(to, read(from));
  }

  String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
