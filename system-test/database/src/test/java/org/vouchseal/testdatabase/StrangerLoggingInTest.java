package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;

/** Somebody on the same machine tries the names and passwords that everybody knows. */
@Tag("db")
class StrangerLoggingInTest {

  private final TestDatabase database = TestDatabase.shared();

  static List<String> names() {
    List<String> names = new ArrayList<>(List.of("", "root", "mysql", "mariadb.sys", "nobody"));
    names.addAll(Accounts.all());
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void guessedPassword_isDenied(String name) {
    for (String password : List.of("", "root", "password", "in-the-file", name)) {
      assertThatThrownBy(() -> logIn(name, password))
          .as(name + "/" + password)
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).startsWith("28"));
    }
  }

  @Test
  void accountsOfTheServer_areOursAndItsOwnOnly() throws SQLException {
    List<String> ours = new ArrayList<>(Accounts.all());
    ours.addAll(List.of("test_administrator", "root", "mariadb.sys", "PUBLIC"));
    List<String> found = new ArrayList<>();
    try (Connection connection = database.root().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT DISTINCT user FROM mysql.global_priv")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    assertThat(ours).containsAll(found);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void schemaForEverybody_isNotThere(String room) throws SQLException {
    try (Connection connection = database.appUser(room).getConnection();
        var statement = connection.createStatement()) {
      for (String sql : List.of("CREATE DATABASE test", "CREATE DATABASE test_1")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .as(sql)
            .isInstanceOfSatisfying(
                SQLException.class, denied -> assertThat(denied.getErrorCode()).isEqualTo(1044));
      }
    }
  }

  static List<String> rooms() {
    return Migrations.ROOMS;
  }

  private void logIn(String name, String password) throws SQLException {
    DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + database.port() + "/", name, password)
        .close();
  }
}
