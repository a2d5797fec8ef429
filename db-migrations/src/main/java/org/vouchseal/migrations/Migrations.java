package org.vouchseal.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Brings the schema of a room up to date by the files {@code db/ROOM/NN-name.sql}, in the order of
 * their names.
 *
 * <p>The files may use the parameters {@code ${appUser}}, the account that the server uses for this
 * room, and {@code ${statusUser}}, the one of the public status room.
 */
public final class Migrations {

  /** Every room that has a schema; the schema has the name of the room. */
  public static final List<String> ROOMS = List.of("issuing", "keyservice", "status", "validation");

  private Migrations() {}

  /**
   * Runs what has not yet been run in the schema of {@code room}. Safe to repeat, and safe when two
   * do it at once: one waits.
   *
   * @param owner connects to the schema of the room as its owner, {@link Accounts#owner}
   * @throws MigrationFailed when a statement failed; the schema may be half changed
   */
  public static void apply(String room, DataSource owner) {
    apply(SchemaSet.PRODUCTION, room, owner);
  }

  /** The same for the schema that the room has in {@code set}. */
  public static void apply(SchemaSet set, String room, DataSource owner) {
    String changelog = "db/" + requireRoom(room) + "/changelog.xml";
    try (Connection connection = owner.getConnection();
        ClassLoaderResourceAccessor files =
            new ClassLoaderResourceAccessor(Migrations.class.getClassLoader())) {
      Database database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      Liquibase liquibase = new Liquibase(changelog, files, database);
      liquibase.setShowSummary(UpdateSummaryEnum.OFF);
      liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
      liquibase.setChangeLogParameter("appUser", set.app(room));
      liquibase.setChangeLogParameter("statusUser", set.app("status"));
      // the default writes its progress to standard output
      Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> liquibase.update(new Contexts()));
    } catch (LiquibaseException | SQLException e) {
      throw new MigrationFailed("cannot bring schema " + set.schema(room) + " up to date", e);
    } catch (Exception e) {
      throw new MigrationFailed("cannot read " + changelog, e);
    }
  }

  static String requireRoom(String room) {
    if (!ROOMS.contains(room)) {
      throw new IllegalArgumentException("no such room: " + room + ", known are " + ROOMS);
    }
    return room;
  }
}
