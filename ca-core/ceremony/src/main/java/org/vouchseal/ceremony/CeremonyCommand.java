package org.vouchseal.ceremony;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * The command that performs the ceremony. Reads {@code VOUCHSEAL_CRYPTO}; secrets come from files
 * only, named {@code root-token}, {@code issuing-token}, {@code keyservice-token}, {@code
 * status-token} and {@code ra-token}.
 *
 * <p>Ends with 0 when the folder is complete, now or since earlier; 1 when the ceremony was refused
 * or failed; 2 for wrong arguments.
 */
public final class CeremonyCommand {

  /** The plan that comes with this jar, as a resource beside this class. */
  public static final String STANDARD_PLAN = "ceremony.yaml";

  private static final String USAGE =
      "usage: ceremony --plan FILE --pki DIR --tokens DIR --secrets DIR --public-url URL"
          + " [--cabf-policy true|false]";
  private static final Set<String> OPTIONS =
      Set.of("--plan", "--pki", "--tokens", "--secrets", "--public-url", "--cabf-policy");

  private CeremonyCommand() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv(), System.out, System.err));
  }

  /** The same without ending the JVM. */
  static int run(
      String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    Map<String, String> options = new HashMap<>(Map.of("--cabf-policy", "false"));
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    if (arguments.length % 2 != 0 || !options.keySet().equals(OPTIONS)) {
      err.println(USAGE);
      return 2;
    }
    try {
      boolean performed = ceremony(options, environment).perform();
      out.println(
          performed
              ? "ceremony performed: " + options.get("--pki")
              : "ceremony was performed before: " + options.get("--pki"));
      return 0;
    } catch (CeremonyRefused
        | TokenUnavailable
        | UncheckedIOException
        | IllegalArgumentException e) {
      err.println("ceremony not performed: " + e.getMessage());
      return 1;
    }
  }

  private static Ceremony ceremony(Map<String, String> options, Map<String, String> environment) {
    return Ceremony.prepare(
        new Ceremony.Places(
            path(options, "--plan"),
            path(options, "--pki"),
            path(options, "--tokens"),
            path(options, "--secrets")),
        option(options, "--public-url"),
        option(options, "--cabf-policy").toLowerCase(Locale.ROOT),
        new Ceremony.Surroundings(
            CryptoProviders.of(environment.getOrDefault("VOUCHSEAL_CRYPTO", "auto")),
            Clock.systemUTC(),
            new SecureRandom(),
            HaltPoint.NONE));
  }

  private static Path path(Map<String, String> options, String name) {
    return Path.of(option(options, name)).toAbsolutePath().normalize();
  }

  private static String option(Map<String, String> options, String name) {
    return options.getOrDefault(name, "");
  }
}
