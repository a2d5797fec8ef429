package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.MigrationFailed;
import org.vouchseal.migrations.Migrations;

@Tag("db")
class MigrationsTest {

  @SuppressWarnings("unused") // by its name
  private static final java.util.List<String> ROOMS = Migrations.ROOMS;

  private final TestDatabase database = TestDatabase.shared();

  @ParameterizedTest
  @FieldSource("ROOMS")
  void secondRun_changesNothing(String room) throws SQLException {
    long before = changes(room);
    Migrations.apply(room, database.owner(room));
    assertThat(changes(room)).isEqualTo(before).isPositive();
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void files_areRunInTheOrderOfTheirNames(String room) throws SQLException {
    try (Connection connection = database.owner(room).getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT filename FROM DATABASECHANGELOG ORDER BY orderexecuted")) {
      String last = "";
      while (found.next()) {
        assertThat(found.getString(1)).startsWith("db/" + room + "/").isGreaterThanOrEqualTo(last);
        last = found.getString(1);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void appUser_cannotMigrate(String room) {
    assertThatThrownBy(() -> Migrations.apply(room, database.appUser(room)))
        .isInstanceOf(MigrationFailed.class);
  }

  @Test
  void unknownRoom_isRefused() {
    assertThatThrownBy(() -> Migrations.apply("cellar", database.root()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cellar");
  }

  @Test
  void passwordThatNeedsQuoting_isRefusedWithoutShowingIt() {
    String evil = "0123456789abcdef'; DROP";
    assertThatThrownBy(() -> Accounts.statements(account -> evil))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("issuing_owner")
        .hasMessageNotContaining(evil);
  }

  private long changes(String room) throws SQLException {
    try (Connection connection = database.owner(room).getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM DATABASECHANGELOG")) {
      return found.next() ? found.getLong(1) : -1;
    }
  }
}
