package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;

/**
 * The folder that a server is given where it does not share one with the ceremony: what it needs,
 * and neither the root's token nor an owner's password.
 */
final class NodeFolder {

  private final VarFolder var;
  private final Secrets secrets;

  NodeFolder(VarFolder var, Secrets secrets) {
    this.var = var;
    this.secrets = secrets;
  }

  /** Copies from where the ceremony was performed; each file whole, in place of an older one. */
  void fill(VarFolder from, Secrets known) {
    var.create();
    try {
      for (Path file : files(from.pki())) {
        copy(file, var.pki().resolve(file.getFileName()));
      }
      for (String token : NodeEnvironment.TOKENS) {
        Path file = from.tokens().resolve(token + ".p12");
        copy(file, var.tokens().resolve(file.getFileName()));
        copy(known.token(token), secrets.token(token));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill " + var.root(), e);
    }
    for (String room : Migrations.ROOMS) {
      String app = Accounts.app(room);
      VarFolder.writeWhole(secrets.account(app), known.password(app));
    }
  }

  /**
   * Writes {@code run/payara.boot} and {@code run/node.env}, which a shell can read: paths and
   * addresses, no secret. The latter is there only when all else is.
   */
  void describe(Settings settings, Neighbours neighbours, String node) {
    VarFolder.writeWhole(var.run().resolve("payara.boot"), ServerNode.BOOT_COMMANDS);
    StringBuilder text = new StringBuilder();
    Map<String, String> environment = NodeEnvironment.of(settings, neighbours, var, secrets, node);
    environment.forEach(
        (name, value) ->
            text.append(name).append("='").append(value.replace("'", "'\\''")).append("'\n"));
    text.append(Settings.HTTP_PORT).append('=').append(settings.httpPort()).append('\n');
    VarFolder.writeWhole(environmentFile(), text.toString());
  }

  Path environmentFile() {
    return var.run().resolve("node.env");
  }

  private static void copy(Path from, Path to) throws IOException {
    VarFolder.writeWhole(
        to, to.resolveSibling("." + to.getFileName() + ".part"), Files.readAllBytes(from));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
