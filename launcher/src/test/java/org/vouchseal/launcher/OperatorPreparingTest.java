package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.testdatabase.TestDatabase;

class OperatorPreparingTest {

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void describeSurroundings() {
    TestDatabase database = TestDatabase.shared();
    environment.put(Settings.VAR, root.resolve("authority").toString());
    environment.put(Settings.DB_PORT, Integer.toString(database.port()));
    environment.put(PrepareSettings.NODE_VAR, node().toString());
    environment.put(PrepareSettings.ADMINISTRATOR, "test_administrator");
    environment.put(
        PrepareSettings.PASSWORD_FILE, database.passwordFile("test_administrator").toString());
    environment.put(Settings.MAIL_FROM, "it's@example.org");
  }

  @Test
  void prepared_aServerHasWhatItNeedsAndNothingOfTheRoot() throws Exception {
    assertThat(run()).as(shown(err)).isZero();
    assertThat(names(node()))
        .contains(
            "tokens/issuing.p12",
            "tokens/ra.p12",
            "secrets/issuing-token",
            "secrets/db-status-app",
            "pki/root.cer",
            "run/payara.boot")
        .noneMatch(name -> name.matches("(tokens|secrets)/root.*|secrets/.*owner.*"));
    assertThat(sourced("VOUCHSEAL_ISSUING_TOKEN_FILE"))
        .isEqualTo(node().resolve("tokens/issuing.p12").toString());
    assertThat(sourced(Settings.MAIL_FROM)).isEqualTo("it's@example.org");
    assertThat(appCanLogIn()).isTrue();

    Map<String, String> before = contents();
    assertThat(run()).as(shown(err)).isZero();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void wrongPassword_isNamedAndNotShown() throws IOException {
    Path file = Files.writeString(root.resolve("password"), "guessed-wrongly");
    environment.put(PrepareSettings.PASSWORD_FILE, file.toString());
    assertThat(run()).isEqualTo(1);
    assertThat(shown(err)).contains("user or password is wrong").doesNotContain("guessed");
    assertThat(node()).doesNotExist();
  }

  @Test
  void databaseThatDoesNotAnswer_isNamed() {
    environment.put(Settings.DB_PORT, "1");
    assertThat(run()).isEqualTo(1);
    assertThat(shown(err)).contains("jdbc:mariadb://127.0.0.1:1/", "does not answer");
  }

  @Test
  void everyWrongSetting_isNamedAtOnce() {
    environment.put(PrepareSettings.DB_HOST, "db/x?user=y");
    environment.put(PrepareSettings.NODE_VAR, environment.get(Settings.VAR));
    environment.remove(PrepareSettings.PASSWORD_FILE);
    assertThat(run()).isEqualTo(1);
    assertThat(shown(err))
        .contains(PrepareSettings.DB_HOST, PrepareSettings.NODE_VAR, PrepareSettings.PASSWORD_FILE);
  }

  private int run() {
    return PrepareCommand.run(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Path node() {
    return root.resolve("node");
  }

  private boolean appCanLogIn() throws IOException, SQLException {
    String password = Files.readString(node().resolve("secrets/db-issuing-app"));
    int port = TestDatabase.shared().port();
    try (Connection connection =
        new Neighbours("127.0.0.1", port, "127.0.0.1", 25)
            .dataSource("issuing", "issuing_app", password)
            .getConnection()) {
      return connection.isValid(5);
    }
  }

  /** The value that a shell reads from the file. */
  private String sourced(String name) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                ". \"$1\"; printf %s \"$" + name + "\"",
                "sh",
                node().resolve("run/node.env").toString())
            .start();
    String value = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return value;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(root)) {
      if (!name.contains("/log/")) {
        byte[] octets = Files.readAllBytes(root.resolve(name));
        contents.put(name, new String(octets, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  private static String shown(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
