package org.vouchseal.systemtest;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Siemens' CmpClient as a program of its own, under the secret of an applicant or a certificate.
 *
 * <p>It validates issued certificates as if each were to sign messages, so an encryption
 * certificate never passes its own check: {@code nochain} leaves that check out, and others do it
 * instead.
 */
final class SiemensClient {

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

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
    commands.run(program("javac"), "-cp", CLASS_PATH, "SiemensCmp.java").mustSucceed();
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
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

  /** One transaction under the secret. */
  Commands.Ended run(Applicant.Granted granted, String profile, String... more) {
    List<String> all = new ArrayList<>();
    all.add("ref=" + granted.reference());
    all.add("secret=" + granted.secret());
    all.add("mac=pbm");
    all.add("subject=" + granted.subject());
    all.addAll(List.of(more));
    return at("/p/" + profile, all);
  }

  /** One transaction signed with a certificate, whose chain begins with it. */
  Commands.Ended signedWith(String chain, String key, String address, String... more) {
    List<String> all = new ArrayList<>();
    all.add("cert=" + chain);
    all.add("key=" + key);
    all.add("trust=root.pem");
    all.addAll(List.of(more));
    return at(address, all);
  }

  /** One transaction at an address below {@code /.well-known/cmp}. */
  Commands.Ended at(String address, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH + File.pathSeparator + commands.folder(),
                "SiemensCmp"));
    command.add("url=" + stack.publicUrl() + "/.well-known/cmp" + address);
    command.addAll(more);
    return commands.run(Map.of(), command);
  }
}
