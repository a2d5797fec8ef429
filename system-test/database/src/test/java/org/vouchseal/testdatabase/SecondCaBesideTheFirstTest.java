package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.migrations.SchemaSet;

/** The schemas of a second CA, made by the same changelogs, and their accounts. */
@Tag("db")
class SecondCaBesideTheFirstTest {

  private static final String PASSWORD = "second-ca-password-0123456789";
  private static final SchemaSet SECOND =
      new SchemaSet("second_", List.of("issuing", "keyservice", "status"));
  private static final int DENIED = 1142;
  private static final int NO_SUCH_SCHEMA_FOR_YOU = 1044;

  @BeforeAll
  static void make() throws SQLException {
    asRoot(Accounts.statements(SECOND, account -> PASSWORD));
    for (String room : SECOND.rooms()) {
      MariaDbDataSource owner = new MariaDbDataSource(url(SECOND.schema(room)));
      owner.setUser(SECOND.owner(room));
      owner.setPassword(PASSWORD);
      Migrations.apply(SECOND, room, owner);
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    for (String room : SECOND.rooms()) {
      asRoot(
          List.of(
              "DROP DATABASE " + SECOND.schema(room),
              "DROP USER '" + SECOND.owner(room) + "'@'%'",
              "DROP USER '" + SECOND.app(room) + "'@'%'"));
    }
  }

  @Test
  void status_readsTheTwoViewsOfItsOwnIssuing() throws SQLException {
    try (Connection connection = as(SECOND.app("status"), "second_status");
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT * FROM second_issuing.certificate_status")).isTrue();
      assertThat(statement.execute("SELECT * FROM second_issuing.published_crl")).isTrue();
      assertDenied(statement, "SELECT * FROM second_issuing.certificate");
      assertDenied(statement, "SELECT * FROM issuing.certificate_status");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuing", "keyservice", "status"})
  void owners_haveTheirOwnSchemaOnly(String room) throws SQLException {
    try (Connection connection = as(SECOND.owner(room), SECOND.schema(room));
        Statement statement = connection.createStatement()) {
      assertDenied(statement, "CREATE TABLE " + room + ".intruder (id INT)");
      assertDenied(statement, "SELECT * FROM " + room + ".audit_event");
      // the underscore of the name is no wildcard
      assertDenied(statement, "CREATE DATABASE secondx" + room);
    }
    try (Connection connection = TestDatabase.shared().owner(room).getConnection();
        Statement statement = connection.createStatement()) {
      assertDenied(statement, "SELECT * FROM " + SECOND.schema(room) + ".audit_event");
    }
  }

  @Test
  void oddPrefixesAndRooms_areNoSchemas() {
    for (String prefix : List.of("x", "X_", "a b_", "`_", "_", "x_y_")) {
      assertThatThrownBy(() -> new SchemaSet(prefix, List.of("issuing")))
          .as(prefix)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new SchemaSet("x_", List.of("cellar")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertDenied(Statement statement, String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class,
            denied -> assertThat(denied.getErrorCode()).isIn(DENIED, NO_SUCH_SCHEMA_FOR_YOU));
  }

  private static Connection as(String account, String schema) throws SQLException {
    return DriverManager.getConnection(url(schema), account, PASSWORD);
  }

  private static String url(String schema) {
    return TestDatabase.shared().url(schema);
  }

  private static void asRoot(List<String> statements) throws SQLException {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean unused = statement.execute(sql);
      }
    }
  }
}
