package org.vouchseal.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.migrations.server.LocalServer;
import org.vouchseal.migrations.server.ServerBinaries;
import org.vouchseal.migrations.server.ServerSettings;

/**
 * The database of this JVM's tests, with every changelog run.
 *
 * <p>Commits are not synced to the disk, for speed; they survive a kill of the server all the same.
 */
public final class TestDatabase {

  private static final String SHARED_TARGET = "vouchseal.shared.target";
  private static final String ADMINISTRATOR = "test_administrator";
  private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

  private static final class Shared {
    private static final TestDatabase INSTANCE = new TestDatabase();
  }

  private final Path folder;
  private final int port;
  private final LocalServer server;
  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, DataSource> dataSources = new HashMap<>();

  private TestDatabase() {
    LIQUIBASE.setLevel(Level.WARNING);
    Path target = Path.of("target").toAbsolutePath();
    Path shared = Path.of(System.getProperty(SHARED_TARGET, target.toString()));
    folder = target.resolve("test-database-" + ProcessHandle.current().pid());
    port = freePort();
    try {
      removeLeftOvers(target);
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      writePasswords();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
    server =
        new LocalServer(
            ServerBinaries.unpackedIn(shared.resolve("mariadb")),
            new ServerSettings(
                folder.resolve("data"),
                folder.resolve("tmp"),
                target.resolve("test-database.log"),
                port,
                false,
                32));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "test database stops"));
    server.start(initStatements());
    for (String room : Migrations.ROOMS) {
      Migrations.apply(room, owner(room));
    }
  }

  /** The database of this JVM, started when first asked for. */
  public static TestDatabase shared() {
    return Shared.INSTANCE;
  }

  /** Connections to the schema of {@code room} as its server would have them, pooled. */
  public DataSource appUser(String room) {
    return dataSource(room, Accounts.app(room));
  }

  /** Connections to the schema of {@code room} as its owner, who may do anything there. */
  public DataSource owner(String room) {
    return dataSource(room, Accounts.owner(room));
  }

  /** Connections to no schema, as one who may do anything everywhere. */
  public DataSource root() {
    return dataSource("", ADMINISTRATOR);
  }

  /** Returns when that many transactions wait for locks of others; a minute is enough for all. */
  public void awaitLockWaits(int waiting) {
    Instant end = Instant.now().plusSeconds(60);
    try (Connection connection = root().getConnection();
        Statement statement = connection.createStatement()) {
      while (lockWaits(statement) < waiting) {
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException("nobody waits for a lock");
        }
        // InnoDB looks again only when nobody asked it for a tenth of a second
        Thread.sleep(200);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot see who waits", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int lockWaits(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")) {
      found.next();
      return found.getInt(1);
    }
  }

  /** Port on 127.0.0.1; stays the same over restarts. */
  public int port() {
    return port;
  }

  /** The JDBC address of the schema of {@code room}, without account. */
  public String url(String room) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + room;
  }

  /** A file with the password of an account, such as {@code issuing_app}. */
  public Path passwordFile(String account) {
    return folder.resolve("password-" + account);
  }

  /** Empties every table of the room's schema; the schema stays. */
  public void clean(String room) {
    try (Connection connection = owner(room).getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                  + " AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'DATABASECHANGELOG%'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      statement.execute("SET foreign_key_checks = 0");
      for (String table : tables) {
        statement.execute("DELETE FROM `" + table + "`");
      }
      statement.execute("SET foreign_key_checks = 1");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot empty the schema " + room, e);
    }
  }

  /** Stops the server in order and starts it again; connections break. */
  public synchronized void restart() {
    server.stop();
    server.start(initStatements());
  }

  /** Kills the server without warning and starts it again; connections break. */
  public synchronized void killAndRestart() {
    server.kill();
    server.start(initStatements());
  }

  private synchronized DataSource dataSource(String schema, String account) {
    return dataSources.computeIfAbsent(
        schema + "/" + account,
        key -> {
          try {
            return new MariaDbPoolDataSource(
                url(schema)
                    + "?user="
                    + account
                    + "&password="
                    + passwords.get(account)
                    + "&minPoolSize=0&maxPoolSize=40&poolValidMinDelay=0&maxIdleTime=60"
                    + "&connectTimeout=10000&registerJmxPool=false&poolName="
                    + key.replace('/', '-'));
          } catch (SQLException e) {
            throw new IllegalStateException("no data source for " + key, e);
          }
        });
  }

  private List<String> initStatements() {
    List<String> statements = new ArrayList<>(Accounts.statements(passwords::get));
    statements.add("CREATE USER IF NOT EXISTS '" + ADMINISTRATOR + "'@'%';");
    statements.add(
        "ALTER USER '"
            + ADMINISTRATOR
            + "'@'%' IDENTIFIED BY '"
            + passwords.get(ADMINISTRATOR)
            + "';");
    statements.add("GRANT ALL PRIVILEGES ON *.* TO '" + ADMINISTRATOR + "'@'%' WITH GRANT OPTION;");
    return statements;
  }

  private void writePasswords() throws IOException {
    SecureRandom random = new SecureRandom();
    List<String> accounts = new ArrayList<>(Accounts.all());
    accounts.add(ADMINISTRATOR);
    for (String account : accounts) {
      byte[] octets = new byte[24];
      random.nextBytes(octets);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
      passwords.put(account, password);
      Files.writeString(passwordFile(account), password);
    }
  }

  private void end() {
    server.kill();
    try {
      deleteTree(folder);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + folder + " (" + e.getMessage() + ")");
    }
  }

  /** Folders of JVMs that were killed before they could tidy up. */
  private static void removeLeftOvers(Path target) throws IOException {
    Files.createDirectories(target);
    List<Path> found;
    try (Stream<Path> files = Files.list(target)) {
      found =
          files
              .filter(file -> file.getFileName().toString().matches("test-database-[0-9]+"))
              .toList();
    }
    for (Path file : found) {
      long pid = Long.parseLong(file.getFileName().toString().substring("test-database-".length()));
      if (ProcessHandle.of(pid).isEmpty()) {
        deleteTree(file);
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.delete(file);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }
}
