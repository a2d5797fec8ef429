package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("db")
class TestDatabaseTest {

  private final TestDatabase database = TestDatabase.shared();

  @ParameterizedTest
  @ValueSource(strings = {"issuing", "keyservice", "status", "validation"})
  void everyRoom_hasTheCommonTables(String room) throws SQLException {
    assertThat(query(database.owner(room), "SHOW TABLES")).contains("audit_event", "lease");
  }

  @Test
  void appUser_isWhoItSaysAndSeesItsSchema() throws SQLException {
    assertThat(query(database.appUser("issuing"), "SELECT CONCAT(CURRENT_USER(), ' ', DATABASE())"))
        .containsExactly("issuing_app@% issuing");
  }

  @Test
  void clean_emptiesTheTables() throws SQLException {
    addLease("to-be-cleaned");
    database.clean("status");
    assertThat(query(database.owner("status"), "SELECT name FROM lease")).isEmpty();
  }

  @Test
  void committedRow_survivesRestart() throws SQLException {
    addLease("survivor");
    database.restart();
    assertThat(query(database.appUser("status"), "SELECT name FROM lease")).contains("survivor");
    database.clean("status");
  }

  @Test
  void killedServer_isBackOnTheSamePortWithEveryCommittedRow() throws SQLException {
    int port = database.port();
    addLease("killed-at-once");
    database.killAndRestart();
    assertThat(database.port()).isEqualTo(port);
    assertThat(query(database.appUser("status"), "SELECT name FROM lease"))
        .contains("killed-at-once");
    database.clean("status");
  }

  @Test
  void rootOverTcp_isRefusedWithoutPassword() {
    assertThatThrownBy(() -> DriverManager.getConnection(database.url(""), "root", ""))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
  }

  @Test
  void anonymousOverTcp_isRefused() {
    assertThatThrownBy(() -> DriverManager.getConnection(database.url(""), "", ""))
        .isInstanceOf(SQLException.class);
  }

  private void addLease(String name) throws SQLException {
    try (Connection connection = database.appUser("status").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO lease (name, holder, fence, held_until) VALUES ('"
              + name
              + "', 'test', 1, '2026-01-01')");
    }
  }

  private static List<String> query(DataSource source, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
