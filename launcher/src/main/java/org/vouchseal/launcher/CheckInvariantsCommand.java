package org.vouchseal.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.launcher.invariants.CheckInvariants;
import org.vouchseal.launcher.invariants.CheckedInvariant;
import org.vouchseal.launcher.invariants.ClientLog;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.SqlTransactions;

/**
 * Checks every invariant of the stack and shows one line for each. Ends with 0 when all hold, 1
 * when rows break one, 2 when it could not check.
 */
final class CheckInvariantsCommand implements Subcommand {

  static final int CLEAN = 0;
  static final int ROWS = 1;
  static final int NOT_CHECKED = 2;

  @Override
  public String name() {
    return "check-invariants";
  }

  @Override
  public String usage() {
    return "check-invariants [--client-log FILE]   look for rows that break an invariant";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    boolean withLog = arguments.size() == 2 && arguments.get(0).equals("--client-log");
    if (!arguments.isEmpty() && !withLog) {
      surroundings.err().println("usage: ./run " + usage());
      return NOT_CHECKED;
    }
    try {
      ClientLog log = withLog ? read(Path.of(arguments.get(1))) : ClientLog.none();
      return show(surroundings, check(surroundings, log));
    } catch (IOException | SQLException | RuntimeException fault) {
      surroundings.err().println("could not check: " + reason(fault));
      return NOT_CHECKED;
    }
  }

  private static ClientLog read(Path file) throws IOException {
    return ClientLog.parse(Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  private static List<CheckedInvariant> check(Surroundings surroundings, ClientLog log)
      throws SQLException {
    VarFolder var = surroundings.var();
    if (!Files.exists(var.pki().resolve(PkiDirectory.INDEX))) {
      throw new Refused("no stack was ever started in " + var.root());
    }
    Secrets secrets = new Secrets(var.secrets(), new SecureRandom());
    DataSource issuing = reachable(surroundings, secrets, "issuing");
    DataSource keyService = reachable(surroundings, secrets, "keyservice");
    DataSource validation = reachable(surroundings, secrets, "validation");
    KeyServiceRoom room = keyServiceRoom(surroundings, secrets, new SqlTransactions(keyService));
    return new CheckInvariants(issuing, keyService, validation, () -> room.checkKeyService().run())
        .run(log);
  }

  private static KeyServiceRoom keyServiceRoom(
      Surroundings surroundings, Secrets secrets, SqlTransactions transactions) {
    CryptoProviders providers = CryptoProviders.of(surroundings.settings().crypto());
    SecureRandom random = new SecureRandom();
    VarFolder var = surroundings.var();
    return KeyServiceRoom.assemble(
        new KeyServiceParts(
            transactions,
            transactions,
            SoftwareToken.open(
                var.tokens().resolve("keyservice.p12"),
                secrets.token("keyservice"),
                providers,
                random),
            providers,
            PkiDirectory.open(var.pki()),
            surroundings.clock(),
            random,
            HaltPoint.NONE,
            "check-invariants",
            KeyServiceSettings.defaults()));
  }

  private static DataSource reachable(Surroundings surroundings, Secrets secrets, String room)
      throws SQLException {
    DataSource source =
        DatabasePart.dataSource(surroundings.settings(), secrets, room, Accounts.app(room));
    try (Connection connection = source.getConnection()) {
      if (connection.isValid(5)) {
        return source;
      }
    } catch (SQLException e) {
      throw new SQLException(
          "the database does not answer at "
              + DatabasePart.url(surroundings.settings(), room)
              + "; is the stack running? ("
              + e.getMessage()
              + ")",
          e);
    }
    throw new SQLException("the database took the connection and does not answer");
  }

  private static int show(Surroundings surroundings, List<CheckedInvariant> all) {
    for (CheckedInvariant invariant : all) {
      String result = invariant.holds() ? "ok" : invariant.rows().size() + " rows";
      surroundings.out().println(invariant.id() + " " + invariant.statement() + " ... " + result);
      invariant.rows().forEach(row -> surroundings.out().println("    " + row));
    }
    return all.stream().allMatch(CheckedInvariant::holds) ? CLEAN : ROWS;
  }

  private static String reason(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null || fault instanceof SQLException
        ? String.valueOf(fault.getMessage())
        : fault.getMessage() + ": " + cause.getMessage();
  }
}
