package org.vouchseal.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.migrations.server.LocalServer;
import org.vouchseal.migrations.server.ServerBinaries;
import org.vouchseal.migrations.server.ServerSettings;

/** The database of the stack: its server, its accounts and its schemas. */
final class DatabasePart implements Part {

  static final String NAME = "mariadb";

  private final Settings settings;
  private final Secrets secrets;
  private final LocalServer server;
  private final Optional<Conformance> conformance;

  DatabasePart(
      Settings settings,
      VarFolder var,
      Secrets secrets,
      Path programs,
      Optional<Conformance> conformance) {
    this.settings = settings;
    this.secrets = secrets;
    this.conformance = conformance;
    this.server =
        new LocalServer(
            ServerBinaries.unpackedIn(programs),
            new ServerSettings(
                var.database().resolve("data"),
                var.database().resolve("tmp"),
                var.log(NAME),
                settings.databasePort(),
                true,
                settings.databaseMegabytes()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Process start() {
    List<String> statements = new ArrayList<>(Accounts.statements(secrets::password));
    conformance.map(Conformance::accounts).ifPresent(statements::addAll);
    server.start(statements);
    return server.process();
  }

  @Override
  public void stop() {
    server.stop();
  }

  /** Brings every schema up to date. */
  void migrate() {
    migrate(Neighbours.local(settings), secrets);
    conformance.ifPresent(Conformance::migrate);
  }

  /** Brings every schema of that database up to date, each as its owner. */
  static void migrate(Neighbours neighbours, Secrets secrets) {
    for (String room : Migrations.ROOMS) {
      String owner = Accounts.owner(room);
      Migrations.apply(room, neighbours.dataSource(room, owner, secrets.password(owner)));
    }
  }

  /** Plain connections to the schema of a room. */
  static DataSource dataSource(Settings settings, Secrets secrets, String room, String account) {
    return Neighbours.local(settings).dataSource(room, account, secrets.password(account));
  }

  static String url(Settings settings, String room) {
    return Neighbours.local(settings).databaseUrl(room);
  }
}
