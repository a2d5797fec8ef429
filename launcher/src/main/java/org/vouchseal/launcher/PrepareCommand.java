package org.vouchseal.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.MigrationFailed;

/**
 * Prepares everything for a server that somebody else starts, with a database that somebody else
 * runs: secrets, schemas and accounts, the ceremony, and the folder that the server is given.
 *
 * <p>Repeating it changes nothing that is complete. Ends with 0 when all is there, 1 when it could
 * not be done; then it can be repeated.
 */
public final class PrepareCommand {

  /** Held so that its level stays. */
  private static final Logger QUIET = Logger.getLogger("liquibase");

  private final Settings settings;
  private final PrepareSettings wanted;
  private final VarFolder var;
  private final PrintStream out;

  private PrepareCommand(Settings settings, PrepareSettings wanted, PrintStream out) {
    this.settings = settings;
    this.wanted = wanted;
    this.var = new VarFolder(settings.var());
    this.out = out;
  }

  public static void main(String[] arguments) {
    QUIET.setLevel(Level.WARNING);
    System.exit(run(System.getenv(), System.out, System.err));
  }

  /** The same without ending the JVM. */
  static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      Settings settings = Settings.from(environment, Path.of("").toAbsolutePath());
      new PrepareCommand(settings, PrepareSettings.from(environment, settings), out).prepare();
      return 0;
    } catch (Refused refused) {
      err.println("not prepared: " + refused.getMessage());
      return 1;
    }
  }

  private void prepare() {
    String password = wanted.password();
    var.create();
    Optional<RunLock> lock = RunLock.take(var);
    if (lock.isEmpty()) {
      throw new Refused("another process works in " + var.root() + "; wait for its end");
    }
    try (RunLock held = lock.get()) {
      CeremonyChild ceremony = new CeremonyChild(settings, var);
      ceremony.requireSameAddress();
      Secrets secrets = new Secrets(var.secrets(), new SecureRandom());
      secrets.createMissing();
      prepareDatabase(secrets, password);
      ceremony.perform();
      out.println("the ceremony is performed in " + var.root());
      fillNodeFolder(secrets);
    }
  }

  private void prepareDatabase(Secrets secrets, String password) {
    Neighbours neighbours = wanted.neighbours();
    String url = neighbours.databaseUrl("");
    try (Connection connection =
            neighbours.dataSource("", wanted.administrator(), password).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : Accounts.statements(secrets::password)) {
        boolean unused = statement.execute(sql);
      }
    } catch (SQLException e) {
      // not the statement: it may hold a password
      throw new Refused(
          wanted.administrator()
              + " cannot make schemas and accounts at "
              + url
              + ": SQLSTATE "
              + e.getSQLState()
              + ", error "
              + e.getErrorCode()
              + (e.getErrorCode() == 1045 ? " (user or password is wrong)" : connectionHint(e)));
    }
    try {
      DatabasePart.migrate(neighbours, secrets);
    } catch (MigrationFailed e) {
      throw new Refused(e.getMessage() + ": " + e.getCause());
    }
    out.println("the schemas are up to date at " + url);
  }

  private static String connectionHint(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") ? " (it does not answer: " + e.getMessage() + ")" : "";
  }

  private void fillNodeFolder(Secrets secrets) {
    VarFolder nodeVar = new VarFolder(wanted.nodeVar());
    NodeFolder folder = new NodeFolder(nodeVar, new Secrets(nodeVar.secrets(), new SecureRandom()));
    folder.fill(var, secrets);
    folder.describe(settings, wanted.neighbours(), wanted.node());
    out.println("a server can start with " + folder.environmentFile());
  }
}
