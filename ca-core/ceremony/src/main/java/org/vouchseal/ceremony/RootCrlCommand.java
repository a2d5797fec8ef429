package org.vouchseal.ceremony;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * The command that renews the root's revocation list, and revokes an authority when asked to. Opens
 * the root's token, whose secret lies in the file {@code root-token}, and no other. Reads {@code
 * VOUCHSEAL_CRYPTO}.
 *
 * <p>Ends with 0 when the new list is in place; 1 when it was refused or failed; 2 for wrong
 * arguments.
 */
public final class RootCrlCommand {

  private static final String USAGE =
      "usage: root-crl --pki DIR --tokens DIR --secrets DIR"
          + " [--revoke smime|trust --reason REASON]";
  private static final Set<String> REQUIRED = Set.of("--pki", "--tokens", "--secrets");
  private static final Set<String> REVOKING =
      Set.of("--pki", "--tokens", "--secrets", "--revoke", "--reason");

  private RootCrlCommand() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv(), Clock.systemUTC(), System.out, System.err));
  }

  /** The same without ending the JVM. */
  static int run(
      String[] arguments,
      Map<String, String> environment,
      Clock clock,
      PrintStream out,
      PrintStream err) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    boolean known = options.keySet().equals(REQUIRED) || options.keySet().equals(REVOKING);
    if (arguments.length % 2 != 0 || !known) {
      err.println(USAGE);
      return 2;
    }
    try {
      CryptoProviders providers =
          CryptoProviders.of(environment.getOrDefault("VOUCHSEAL_CRYPTO", "auto"));
      RenewRootCrl renewal =
          new RenewRootCrl(
              new PkiFolder(path(options, "--pki")),
              new CeremonyTokens(
                  path(options, "--tokens"),
                  path(options, "--secrets"),
                  providers,
                  new SecureRandom()),
              providers,
              clock,
              HaltPoint.NONE);
      out.println(renewal.perform(revocation(options)));
      return 0;
    } catch (CeremonyRefused
        | TokenUnavailable
        | UncheckedIOException
        | IllegalArgumentException e) {
      err.println("the root's revocation list is not renewed: " + e.getMessage());
      return 1;
    }
  }

  private static Optional<RenewRootCrl.Revocation> revocation(Map<String, String> options) {
    return Optional.ofNullable(options.get("--revoke"))
        .map(
            authority ->
                new RenewRootCrl.Revocation(authority, reason(option(options, "--reason"))));
  }

  private static RevocationReason reason(String label) {
    return RevocationReason.ofLabel(label)
        .orElseThrow(() -> new CeremonyRefused("'" + label + "' is no reason of RFC 5280"));
  }

  private static Path path(Map<String, String> options, String name) {
    return Path.of(option(options, name)).toAbsolutePath().normalize();
  }

  private static String option(Map<String, String> options, String name) {
    return options.getOrDefault(name, "");
  }
}
