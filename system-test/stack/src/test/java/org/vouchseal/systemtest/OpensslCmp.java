package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's {@code openssl cmp} as a client, in a folder of its own. */
final class OpensslCmp {

  private static final Pattern FAIL_INFO = Pattern.compile("PKIFailureInfo: ([A-Za-z]+)");

  private final Commands commands;
  private final Stack stack;

  OpensslCmp(Stack stack, Path folder) {
    this.stack = stack;
    this.commands = new Commands(folder);
  }

  Commands commands() {
    return commands;
  }

  Path file(String name) {
    return commands.folder().resolve(name);
  }

  /** A fresh P-256 key in a file. */
  String key(String name) {
    Commands.Ended made =
        commands.openssl(
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name);
    made.mustSucceed();
    return name;
  }

  /** Writes the trust anchors of an applicant as {@code root.pem}. */
  String trust(Applicant.Granted granted) {
    try {
      Files.writeString(file("root.pem"), String.join("\n", granted.trustAnchors()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "root.pem";
  }

  /** One transaction under the secret of an applicant. */
  Commands.Ended underSecret(Applicant.Granted granted, String profile, String... more) {
    return underSecret(granted.reference(), granted.secret(), profile, more);
  }

  Commands.Ended underSecret(String reference, String secret, String profile, String... more) {
    List<String> all = begin(profile);
    all.addAll(List.of("-ref", reference, "-secret", "pass:" + secret, "-unprotected_errors"));
    all.addAll(List.of(more));
    return commands.run(Map.of(), all);
  }

  /** One transaction signed with a certificate. */
  Commands.Ended signedWith(
      String certificate, String key, String chain, String profile, String... more) {
    List<String> all = begin(profile);
    all.addAll(
        List.of(
            "-cert",
            certificate,
            "-key",
            key,
            "-trusted",
            "root.pem",
            "-untrusted",
            chain,
            "-extracerts",
            chain));
    all.addAll(List.of(more));
    return commands.run(Map.of(), all);
  }

  private List<String> begin(String profile) {
    return new ArrayList<>(
        List.of(
            "openssl",
            "cmp",
            "-config",
            "",
            "-batch",
            "-server",
            stack.hostAndPort(),
            "-path",
            ".well-known/cmp/p/" + profile,
            "-recipient",
            "/CN=CA",
            "-msg_timeout",
            "60",
            "-total_timeout",
            "120"));
  }

  /** The failInfo that the client could read, e.g. {@code badPOP}. */
  static Optional<String> failInfo(Commands.Ended ended) {
    Matcher matcher = FAIL_INFO.matcher(ended.output());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A signing certificate for a fresh mailbox: {@code k.pem c.pem chain.pem root.pem}. */
  Applicant.Granted enrolled(Applicant applicant) {
    Applicant.Granted granted = applicant.provesFreshMailbox();
    trust(granted);
    key("k.pem");
    Commands.Ended ir =
        underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k.pem",
            "-certout",
            "c.pem",
            "-chainout",
            "chain.pem");
    ir.mustSucceed();
    return granted;
  }
}
