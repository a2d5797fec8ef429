package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Siemens' CmpClient as a program of its own, under the secret of an applicant.
 *
 * <p>It validates issued certificates as if each were to sign messages, so an encryption
 * certificate never passes its own check: {@code nochain} leaves that check out, and others do it
 * instead.
 */
final class SiemensClient {

  private final Stack stack;
  private final Commands commands;

  SiemensClient(Stack stack, Commands commands) {
    this.stack = stack;
    this.commands = commands;
    try (InputStream in = getClass().getResourceAsStream("/siemens/SiemensCmp.java.txt")) {
      Files.copy(in, commands.folder().resolve("SiemensCmp.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key made by the key service and its certificate: {@code OUT/key.pem OUT/cert.pem}. */
  Commands.Ended centralKey(Applicant.Granted granted, String out) {
    return run(
        granted,
        "encryption-compat",
        "op=ir",
        "ckg=true",
        "nochain=true",
        "trust=root.pem",
        "out=" + out);
  }

  /** One transaction. */
  Commands.Ended run(Applicant.Granted granted, String profile, String... more) {
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
    return commands.run(Map.of(), command);
  }
}
