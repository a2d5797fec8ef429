package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.vouchseal.migrations.SchemaSet;

/**
 * Random secrets in files of their own, made once. Others are told the path of a file, never what
 * it holds.
 */
public final class Secrets {

  private static final int OCTETS = 32;
  private static final List<String> TOKENS =
      List.of("root", "issuing", "keyservice", "status", "ra");

  private final Path folder;
  private final SecureRandom random;
  private final SchemaSet schemas;

  public Secrets(Path folder, SecureRandom random) {
    this(folder, random, SchemaSet.PRODUCTION);
  }

  /** Those of another CA, with schemas of its own. */
  Secrets(Path folder, SecureRandom random, SchemaSet schemas) {
    this.folder = folder;
    this.random = random;
    this.schemas = schemas;
  }

  /** Makes every secret that is not there yet; one that is there is kept. */
  void createMissing() {
    for (String name : names()) {
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        VarFolder.writeWhole(file, Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
      }
    }
  }

  /** Where the activation secret of a token lies: {@code root}, {@code issuing}, … */
  public Path token(String token) {
    return folder.resolve(token + "-token");
  }

  /** Where the password of a database account lies, such as {@code issuing_app}. */
  public Path account(String account) {
    return folder.resolve(fileOf(account));
  }

  /** The password of a database account. */
  public String password(String account) {
    try {
      return Files.readString(account(account)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the database password of " + account, e);
    }
  }

  private static String fileOf(String account) {
    return "db-" + account.replace('_', '-');
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    TOKENS.forEach(token -> names.add(token + "-token"));
    schemas.accounts().forEach(account -> names.add(fileOf(account)));
    return names;
  }
}
