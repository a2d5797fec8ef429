package org.vouchseal.launcher;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The servers that a node talks to.
 *
 * @param databaseHost name or address, as it stands in a JDBC address
 * @param mailHost takes mail by SMTP without log-in
 */
record Neighbours(String databaseHost, int databasePort, String mailHost, int mailPort) {

  private static final String LOOPBACK = "127.0.0.1";

  /** Those that the launcher starts on this machine. */
  static Neighbours local(Settings settings) {
    return new Neighbours(LOOPBACK, settings.databasePort(), LOOPBACK, settings.mailPort());
  }

  /** The JDBC address of a schema; of none when it is empty. */
  String databaseUrl(String schema) {
    return "jdbc:mariadb://" + databaseHost + ":" + databasePort + "/" + schema;
  }

  /** Plain connections to a schema. */
  DataSource dataSource(String schema, String account, String password) {
    try {
      MariaDbDataSource source = new MariaDbDataSource(databaseUrl(schema));
      source.setUser(account);
      source.setPassword(password);
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException("no data source for " + account, e);
    }
  }
}
