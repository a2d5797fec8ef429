package org.vouchseal.arquillian;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vouchseal.testdatabase.TestDatabase;

/** Every statement that the database was sent since the log was turned on, by account. */
final class GeneralLog {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private GeneralLog() {}

  static void on() {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL log_output = 'TABLE'");
      statement.execute("SET GLOBAL general_log = ON");
    } catch (SQLException e) {
      throw new IllegalStateException("the general log cannot be turned on", e);
    }
  }

  /** Statements of {@code account} that match a regular expression, case ignored. */
  static List<String> of(String account, String expression) {
    return query(
        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE user_host LIKE '"
            + account
            + "[%' AND CONVERT(argument USING utf8mb4) REGEXP '"
            + expression
            + "'");
  }

  /** As {@link #of}, after waiting until there is one. */
  static List<String> awaited(String account, String expression) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    List<String> found = of(account, expression);
    while (found.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(500);
      found = of(account, expression);
    }
    return found;
  }

  private static List<String> query(String sql) {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the general log cannot be read", e);
    }
  }
}
