package org.vouchseal.launcher;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.MacSecretFile;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;
import org.vouchseal.migrations.SchemaSet;

/**
 * The second CA, which outside suites ask: its root, tokens and secrets in a folder of their own,
 * its rows in schemas of their own. It is there only when a file with its secret is named.
 */
final class Conformance {

  private static final String PLAN = "/org/vouchseal/launcher/conformance.yaml";
  private static final String PREFIX = "VOUCHSEAL_CONFORMANCE_";

  private static final SchemaSet SCHEMAS =
      new SchemaSet("conformance_", List.of("issuing", "keyservice", "status"));

  private final Settings settings;
  private final Settings.Conformance wish;
  private final VarFolder folder;
  private final Secrets secrets;

  private Conformance(Settings settings, Settings.Conformance wish) {
    this.settings = settings;
    this.wish = wish;
    this.folder = new VarFolder(settings.var().resolve("conformance"));
    this.secrets = new Secrets(folder.secrets(), new SecureRandom(), SCHEMAS);
  }

  /** The one that the environment asks for, if it does. */
  static Optional<Conformance> of(Settings settings) {
    return settings.conformance().map(wish -> new Conformance(settings, wish));
  }

  /**
   * Refuses what cannot be had, before anything is started.
   *
   * @throws Refused naming the file, or the other wish
   */
  void require(Stack.Options options) {
    if (options.drill().isPresent()) {
      throw new Refused(Settings.CONFORMANCE_SECRET_FILE + " does not go with --drill");
    }
    try (MacSecret unused = MacSecretFile.read(wish.secretFile())) {
      folder.create();
      secrets.createMissing();
    } catch (IllegalStateException fault) {
      throw new Refused(Settings.CONFORMANCE_SECRET_FILE + ": " + fault.getMessage());
    } catch (UncheckedIOException fault) {
      throw new Refused(Settings.CONFORMANCE_SECRET_FILE + ": " + FileFault.words(fault));
    }
    ceremony().requireSameAddress();
  }

  /** Makes its hierarchy unless it is there. */
  void perform() {
    ceremony().perform();
  }

  /** What makes its schemas and accounts. */
  List<String> accounts() {
    return Accounts.statements(SCHEMAS, secrets::password);
  }

  /** Brings its schemas up to date, each as its owner. */
  void migrate() {
    Neighbours neighbours = Neighbours.local(settings);
    for (String room : SCHEMAS.rooms()) {
      String owner = SCHEMAS.owner(room);
      Migrations.apply(
          SCHEMAS,
          room,
          neighbours.dataSource(SCHEMAS.schema(room), owner, secrets.password(owner)));
    }
  }

  /** What the server is told: paths and addresses, no secret. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(PREFIX + "DIR", folder.root().toString());
    environment.put(PREFIX + "DB_URL", Neighbours.local(settings).databaseUrl(""));
    environment.put(Settings.CONFORMANCE_SECRET_FILE, wish.secretFile().toString());
    environment.put(Settings.CONFORMANCE_WAIT_SECONDS, Integer.toString(wish.waitSeconds()));
    return environment;
  }

  /** Says loudly that it is on, and how it is used. */
  void warn(PrintStream out) {
    String url = settings.publicUrl();
    Path root = folder.pki().resolve("root.cer");
    out.println();
    out.println("!!! CONFORMANCE ENDPOINT IS ON - DO NOT TRUST ITS ROOT !!!");
    out.println("  Whoever knows the secret in " + wish.secretFile());
    out.println("  gets a certificate for any name. Never on a machine that others reach.");
    out.println("  " + url + "/.well-known/cmp/p/conformance            reference: conformance");
    out.println(
        "  "
            + url
            + "/.well-known/cmp/p/conformance-waiting    approves after "
            + wish.waitSeconds()
            + " s");
    out.println("  " + url + "/pki/conformance-root.cer  (" + root + ")");
    out.println("  docs/conformance.md says what differs.");
  }

  private CeremonyChild ceremony() {
    return new CeremonyChild(settings, folder, PLAN);
  }
}
