package org.vouchseal.lightcore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vouchseal.ceremony.CeremonyCommand;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.testdatabase.TestDatabase;

/** A CA that was founded by the real ceremony, its database, and cores to start and to end. */
final class DrillGround {

  static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");
  static final List<String> ROOMS = List.of("issuing", "keyservice", "status");
  private static final List<String> TOKENS =
      List.of("root", "issuing", "keyservice", "status", "ra");

  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger starts = new AtomicInteger();

  private DrillGround(Path folder) {
    this.folder = folder;
  }

  /** Empties the schemas and performs a ceremony below {@code target/drills/NAME}. */
  static DrillGround founded(String name) {
    DrillGround ground = new DrillGround(Path.of("target", "drills", name).toAbsolutePath());
    try {
      Commands.deleteTree(ground.folder);
      Files.createDirectories(ground.secrets());
      ground.cleanDatabase();
      ground.writeSecrets();
      ground.writeSettings();
      ground.performCeremony();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ground;
  }

  /** Drills speak of what survives, so commits go to the disk as in production. */
  private void cleanDatabase() {
    ROOMS.forEach(TestDatabase.shared()::clean);
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void writeSecrets() throws IOException {
    Files.setPosixFilePermissions(secrets(), PosixFilePermissions.fromString("rwx------"));
    for (String token : TOKENS) {
      byte[] octets = new byte[24];
      random.nextBytes(octets);
      Path file = secrets().resolve(token + "-token");
      Files.writeString(file, HexFormat.of().formatHex(octets));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private void writeSettings() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("node", "n1");
    properties.setProperty("pool", "2");
    properties.setProperty("pki", pki().toString());
    properties.setProperty("tokens", tokens().toString());
    properties.setProperty("secrets", secrets().toString());
    for (String room : ROOMS) {
      properties.setProperty(room + ".url", TestDatabase.shared().url(room));
      properties.setProperty(
          room + ".password", TestDatabase.shared().passwordFile(room + "_app").toString());
    }
    try (var writer = Files.newBufferedWriter(settings())) {
      properties.store(writer, null);
    }
  }

  private void performCeremony() throws IOException {
    Path plan = folder.resolve("ceremony.yaml");
    try (InputStream standard =
        CeremonyCommand.class.getResourceAsStream(CeremonyCommand.STANDARD_PLAN)) {
      Files.copy(Objects.requireNonNull(standard), plan);
    }
    List<String> command = java(CeremonyCommand.class);
    command.addAll(List.of("--plan", plan.toString(), "--pki", pki().toString(), "--tokens"));
    command.addAll(List.of(tokens().toString(), "--secrets", secrets().toString()));
    // relying parties of drills are told where to ask, so nobody need answer at this address
    command.addAll(List.of("--public-url", "http://localhost:8080"));
    new Commands(folder).run(command).mustSucceed();
  }

  /** How child JVMs begin: started in a hurry and ended soon. */
  static List<String> java(Class<?> main) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            "-cp",
            classPath,
            main.getName()));
  }

  Path pki() {
    return folder.resolve("pki");
  }

  Path settings() {
    return folder.resolve("core.properties");
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path secrets() {
    return folder.resolve("secrets");
  }

  PkiDirectory directory() {
    return PkiDirectory.open(pki());
  }

  Token token(String name) {
    return SoftwareToken.open(
        tokens().resolve(name + ".p12"), secrets().resolve(name + "-token"), PROVIDERS, random);
  }

  /** A core that nothing ends but {@link Core#kill}. */
  Core start() {
    return start(Optional.empty());
  }

  /** A core that ends at a halt point. */
  Core startWithDrill(String point) {
    return start(Optional.of(point));
  }

  private Core start(Optional<String> point) {
    return Core.start(settings(), folder.resolve("core-" + starts.incrementAndGet()), point);
  }

  /** A new empty folder for the files of one client. */
  Path clientFolder(String name) {
    try {
      return Files.createDirectories(folder.resolve("clients").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of every row, asked as one who may read all schemas. */
  static <T> List<T> query(Class<T> type, String sql, Object... parameters) {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> values = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getObject(1, type));
        }
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Waits for a process as long as a busy machine may need. */
  static int ended(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("a process did not end within 60 s: " + process.pid());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
