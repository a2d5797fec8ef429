package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.migrations.Migrations;

/** A database of the version that counted statements comes to the one that keeps their number. */
@Tag("db")
class UpgradingInTheMiddleOfADayTest {

  private static final List<String> FORGOTTEN =
      List.of("issuing-51-daily-count", "issuing-53-statement-quota");

  private final TestDatabase database = TestDatabase.shared();
  private final Map<String, Integer> places = new HashMap<>();

  @AfterEach
  void leaveAsFound() throws SQLException {
    database.clean("issuing");
    for (Map.Entry<String, Integer> place : places.entrySet()) {
      run(
          "UPDATE DATABASECHANGELOG SET orderexecuted = "
              + place.getValue()
              + " WHERE id = '"
              + place.getKey()
              + "'");
    }
  }

  @Test
  void statementsOfTheDay_countOnByAuthorityAndDay() throws SQLException {
    database.clean("issuing");
    forget();
    accepted("main", "enrolment", "2026-11-23 23:59:59.999999");
    accepted("main", "enrolment", "2026-11-24 00:00:00.000000");
    accepted("main", "revalidation", "2026-11-24 12:00:00.000000");
    accepted("main", "revocation", "2026-11-24 12:00:00.000000");
    accepted("main", "listing", "2026-11-24 12:00:00.000000");
    accepted("acme", "cmp", "2026-11-24 23:59:59.999999");

    Migrations.apply("issuing", database.owner("issuing"));

    assertThat(counts())
        .containsExactly("acme 2026-11-24 1", "main 2026-11-23 1", "main 2026-11-24 2");
  }

  /** As before the count was known; the changes come back in their old places. */
  private void forget() throws SQLException {
    run("DROP TABLE registrar_daily_count");
    run(
        "ALTER TABLE registrar_statement"
            + " ADD KEY registrar_statement_quota (ra, kind, accepted_at)");
    for (String change : FORGOTTEN) {
      places.put(change, place(change));
      run("DELETE FROM DATABASECHANGELOG WHERE id = '" + change + "'");
    }
  }

  private int place(String change) throws SQLException {
    try (Connection connection = database.owner("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT orderexecuted FROM DATABASECHANGELOG WHERE id = '" + change + "'")) {
      assertThat(found.next()).as(change).isTrue();
      return found.getInt(1);
    }
  }

  private void accepted(String ra, String kind, String at) throws SQLException {
    run(
        "INSERT INTO registrar_statement (ra, jti, kind, reference, jws, jws_digest, accepted_at)"
            + " VALUES ('"
            + ra
            + "', UUID(), '"
            + kind
            + "', UUID(), 'a.b.c', '', '"
            + at
            + "')");
  }

  private List<String> counts() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.appUser("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT CONCAT_WS(' ', ra, day, accepted) FROM registrar_daily_count"
                    + " ORDER BY ra, day")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = database.owner("issuing").getConnection();
        Statement statement = connection.createStatement()) {
      boolean unusedResult = statement.execute(sql);
    }
  }
}
