package org.vouchseal.launcher;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.migrations.server.LocalServer;
import org.vouchseal.migrations.server.ServerBinaries;
import org.vouchseal.migrations.server.ServerSettings;

/** The database of the stack: its server, its accounts and its schemas. */
final class DatabasePart implements Part {

  static final String NAME = "mariadb";
  private static final int BUFFER_MEGABYTES = 64;

  private final Settings settings;
  private final Secrets secrets;
  private final LocalServer server;

  DatabasePart(Settings settings, VarFolder var, Secrets secrets, Path programs) {
    this.settings = settings;
    this.secrets = secrets;
    this.server =
        new LocalServer(
            ServerBinaries.unpackedIn(programs),
            new ServerSettings(
                var.database().resolve("data"),
                var.database().resolve("tmp"),
                var.log(NAME),
                settings.databasePort(),
                true,
                BUFFER_MEGABYTES));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Process start() {
    server.start(Accounts.statements(secrets::password));
    return server.process();
  }

  @Override
  public void stop() {
    server.stop();
  }

  /** Brings every schema up to date. */
  void migrate() {
    for (String room : Migrations.ROOMS) {
      Migrations.apply(room, dataSource(settings, secrets, room, Accounts.owner(room)));
    }
  }

  /** Plain connections to the schema of a room. */
  static DataSource dataSource(Settings settings, Secrets secrets, String room, String account) {
    try {
      MariaDbDataSource source = new MariaDbDataSource(url(settings, room));
      source.setUser(account);
      source.setPassword(secrets.password(account));
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException("no data source for " + account, e);
    }
  }

  static String url(Settings settings, String room) {
    return "jdbc:mariadb://127.0.0.1:" + settings.databasePort() + "/" + room;
  }
}
