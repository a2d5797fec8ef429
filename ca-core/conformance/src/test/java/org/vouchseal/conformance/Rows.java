package org.vouchseal.conformance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.vouchseal.testdatabase.TestDatabase;

/** What stands in the tables. */
final class Rows {

  private Rows() {}

  static long count(String room, String sql) {
    try (Connection connection = TestDatabase.shared().owner(room).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
