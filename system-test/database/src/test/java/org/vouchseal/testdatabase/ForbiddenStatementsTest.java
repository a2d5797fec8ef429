package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.migrations.Migrations;

/** Tries, as each server's own account, what it must not be able to do. */
@Tag("db")
class ForbiddenStatementsTest {

  /** MariaDB: denied to this account on this schema, table, column, or at all. */
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227, 1370, 1045);

  private static final String CHANGELOG = "DATABASECHANGELOG";

  private final TestDatabase database = TestDatabase.shared();
  private final Changeable changeable = Changeable.read();

  static List<String> rooms() {
    return Migrations.ROOMS;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void rowsThatMustStay_cannotBeDeleted(String room) throws SQLException {
    List<String> allowed = new ArrayList<>();
    for (String table : tables(room)) {
      if (!changeable.mayDelete(room, table)
          && !isDenied(database.appUser(room), "DELETE FROM " + table + " WHERE 1 = 0")) {
        allowed.add(table);
      }
    }
    assertThat(allowed).as("deletable, but not listed in changeable.txt").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void columnsThatMustStay_cannotBeUpdated(String room) throws SQLException {
    List<String> allowed = new ArrayList<>();
    for (String table : tables(room)) {
      for (String column : columns(room, table)) {
        String update = "UPDATE " + table + " SET " + column + " = NULL WHERE 1 = 0";
        if (!changeable.mayUpdate(room, table, column)
            && !isDenied(database.appUser(room), update)) {
          allowed.add(table + "." + column);
        }
      }
    }
    assertThat(allowed).as("updatable, but not listed in changeable.txt").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void schema_cannotBeChanged(String room) throws SQLException {
    DataSource app = database.appUser(room);
    assertThat(isDenied(app, "CREATE TABLE forbidden (id INT)")).isTrue();
    assertThat(isDenied(app, "CREATE VIEW forbidden AS SELECT * FROM audit_event")).isTrue();
    for (String table : tables(room)) {
      assertThat(isDenied(app, "TRUNCATE TABLE " + table)).as("truncate " + table).isTrue();
      assertThat(isDenied(app, "DROP TABLE " + table)).as("drop " + table).isTrue();
      assertThat(isDenied(app, "ALTER TABLE " + table + " ADD COLUMN forbidden INT"))
          .as("alter " + table)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void otherRooms_cannotBeReadNorWritten(String room) throws SQLException {
    for (String other : Migrations.ROOMS) {
      if (other.equals(room)) {
        continue;
      }
      for (String table : tables(other)) {
        String name = other + "." + table;
        assertThat(isDenied(database.appUser(room), "SELECT 1 FROM " + name))
            .as(room + " reads " + name)
            .isTrue();
        assertThat(isDenied(database.appUser(room), "DELETE FROM " + name))
            .as(room + " deletes from " + name)
            .isTrue();
      }
    }
  }

  @Test
  void statusRoom_seesOfIssuingThreeViewsOnly() throws SQLException {
    List<String> visible =
        query(
            database.appUser("status"),
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'issuing'"
                + " ORDER BY table_name");
    assertThat(visible)
        .containsExactly("certificate_status", "offered_encryption_certificate", "published_crl");
  }

  @Test
  void otherRooms_seeNothingOfIssuing() throws SQLException {
    for (String room : List.of("keyservice", "validation")) {
      assertThat(
              query(
                  database.appUser(room),
                  "SELECT table_name FROM information_schema.tables"
                      + " WHERE table_schema NOT IN ('information_schema', 'performance_schema', '"
                      + room
                      + "')"))
          .as(room)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void accounts_cannotBeSeenNorMade(String room) throws SQLException {
    for (DataSource account : List.of(database.appUser(room), database.owner(room))) {
      assertThat(isDenied(account, "SELECT * FROM mysql.global_priv")).isTrue();
      assertThat(isDenied(account, "CREATE USER forbidden IDENTIFIED BY 'forbidden'")).isTrue();
      assertThat(isDenied(account, "SET GLOBAL general_log = 1")).isTrue();
      assertThat(isDenied(account, "SELECT 1 INTO OUTFILE '/tmp/forbidden'")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void rightsOfTheServer_cannotBeHandedOn(String room) throws SQLException {
    assertThat(
            isDenied(
                database.appUser(room), "GRANT SELECT ON audit_event TO '" + room + "_owner'@'%'"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issuing.audit_event",
        "issuing.certificate",
        "issuing.certificate_mailbox",
        "issuing.issuance_plan",
        "issuing.spki_class",
        "issuing.revocation",
        "issuing.crl",
        "keyservice.audit_event",
        "keyservice.escrow",
        "keyservice.escrow_use",
        "keyservice.signer",
        "keyservice.answered_request",
        "status.audit_event",
        "validation.audit_event"
      })
  void list_neverNamesRowsOfThePromise(String name) {
    String[] parts = name.split("\\.");
    assertThat(changeable.mayDelete(parts[0], parts[1])).isFalse();
    assertThat(changeable.mayUpdate(parts[0], parts[1], "*")).isFalse();
  }

  private List<String> tables(String room) throws SQLException {
    return query(
        database.owner(room),
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
            + " AND table_type = 'BASE TABLE' AND table_name NOT LIKE '"
            + CHANGELOG
            + "%'");
  }

  private List<String> columns(String room, String table) throws SQLException {
    return query(
        database.owner(room),
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
            + " AND table_name = '"
            + table
            + "'");
  }

  private static boolean isDenied(DataSource account, String sql) throws SQLException {
    try (Connection connection = account.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean unused = statement.execute(sql);
      connection.rollback();
      return false;
    } catch (SQLException e) {
      return DENIED.contains(e.getErrorCode());
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
