package org.vouchseal.arquillian;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * Makes what a server finds at its start, before Arquillian reads its configuration: a database
 * whose general log is on, and the files of a ceremony. The server is told of them by system
 * properties, which MicroProfile Config takes like the environment.
 */
public final class ServerSurroundings implements LauncherSessionListener {

  static final String PUBLIC_URL = "http://localhost:8080";
  private static final List<String> TOKENS =
      List.of("root", "issuing", "keyservice", "status", "ra");
  private static final Path FOLDER =
      Path.of("target", "ceremony-" + ProcessHandle.current().pid()).toAbsolutePath();

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    TestDatabase database = TestDatabase.shared();
    GeneralLog.on();
    try {
      performCeremony();
    } catch (IOException e) {
      throw new UncheckedIOException("no ceremony in " + FOLDER, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the ceremony", e);
    }
    System.setProperty("vouchseal.server.options", String.join(" ", options(database)));
  }

  private static List<String> options(TestDatabase database) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dvouchseal.pki.dir=" + FOLDER.resolve("pki"),
                "-Dvouchseal.public.url=" + PUBLIC_URL,
                "-Dvouchseal.node=arquillian",
                "-Dvouchseal.registrar.url=http://127.0.0.1:9",
                "-Dvouchseal.mail.from=ca@localhost.localdomain",
                "-Dvouchseal.mail.host=127.0.0.1",
                "-Dvouchseal.mail.port=9"));
    for (String token : TOKENS) {
      if (!token.equals("root")) {
        String name = "-Dvouchseal." + token + ".token.";
        options.add(name + "file=" + FOLDER.resolve("tokens").resolve(token + ".p12"));
        options.add(name + "secret.file=" + FOLDER.resolve("secrets").resolve(token + "-token"));
      }
    }
    for (String room : Migrations.ROOMS) {
      String name = "-Dvouchseal." + room + ".db.";
      options.add(name + "url=" + database.url(room));
      options.add(name + "user=" + Accounts.app(room));
      options.add(name + "password.file=" + database.passwordFile(Accounts.app(room)));
    }
    return options;
  }

  private static void performCeremony() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path plan = FOLDER.resolve("ceremony.yaml");
    try (InputStream standard =
        ServerSurroundings.class.getResourceAsStream("/org/vouchseal/ceremony/ceremony.yaml")) {
      Files.write(plan, standard.readAllBytes());
    }
    for (String folder : List.of("pki", "tokens", "secrets")) {
      Files.createDirectory(
          FOLDER.resolve(folder),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (String token : TOKENS) {
      writeSecret(FOLDER.resolve("secrets").resolve(token + "-token"));
    }
    Path log = Path.of("target", "ceremony.log");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.vouchseal.ceremony.CeremonyCommand",
                "--plan",
                plan.toString(),
                "--pki",
                FOLDER.resolve("pki").toString(),
                "--tokens",
                FOLDER.resolve("tokens").toString(),
                "--secrets",
                FOLDER.resolve("secrets").toString(),
                "--public-url",
                PUBLIC_URL)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("the ceremony failed: " + Files.readString(log));
    }
  }

  private static void writeSecret(Path file) throws IOException {
    byte[] octets = new byte[32];
    new SecureRandom().nextBytes(octets);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
  }
}
