package org.vouchseal.ceremony;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.TokenAdministration;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.hsm.software.SoftwareTokenAdministration;

/** The tokens of all rooms, each under a secret of its own in {@code NAME-token}. */
final class CeremonyTokens {

  private final Path tokens;
  private final Path secrets;
  private final CryptoProviders providers;
  private final SecureRandom random;
  private final Map<String, TokenAdministration> administrations = new HashMap<>();
  private final Map<String, Token> opened = new HashMap<>();

  CeremonyTokens(Path tokens, Path secrets, CryptoProviders providers, SecureRandom random) {
    this.tokens = tokens;
    this.secrets = secrets;
    this.providers = providers;
    this.random = random;
  }

  /** Makes the key unless it exists, and says whether it made it. */
  boolean ensure(String token, KeyPurpose purpose, KeyAlgorithm algorithm) {
    return administrations
        .computeIfAbsent(
            token,
            name -> SoftwareTokenAdministration.open(file(name), secret(name), providers, random))
        .ensure(purpose, algorithm);
  }

  /** A token with all its keys; asked for when they are made. */
  Token open(String token) {
    return opened.computeIfAbsent(
        token, name -> SoftwareToken.open(file(name), secret(name), providers, random));
  }

  /** Whether the file of that token is on this machine. */
  boolean has(String token) {
    return Files.exists(file(token));
  }

  private Path file(String token) {
    return tokens.resolve(token + ".p12");
  }

  private Path secret(String token) {
    return secrets.resolve(token + "-token");
  }
}
