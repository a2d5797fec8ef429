package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

  @TempDir private Path root;
  private VarFolder var;
  private Secrets secrets;

  @BeforeEach
  void createFolders() {
    var = new VarFolder(root.resolve("var"));
    var.create();
    secrets = new Secrets(var.secrets(), new SecureRandom());
  }

  @Test
  void foldersWithKeysMailAndRows_areForTheOwnerOnly() throws IOException {
    for (Path folder :
        List.of(var.secrets(), var.tokens(), var.database(), var.mail(), var.temporary())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .as(folder.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  void everySecret_isForTheOwnerOnlyAndItsOwn() throws IOException {
    secrets.createMissing();
    Map<String, String> found = read();
    assertThat(found.keySet())
        .containsExactlyInAnyOrder(
            "root-token",
            "issuing-token",
            "keyservice-token",
            "status-token",
            "ra-token",
            "db-issuing-owner",
            "db-issuing-app",
            "db-keyservice-owner",
            "db-keyservice-app",
            "db-status-owner",
            "db-status-app",
            "db-validation-owner",
            "db-validation-app");
    assertThat(found.values()).doesNotHaveDuplicates().allMatch(text -> text.length() == 43);
    for (String name : found.keySet()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(var.secrets().resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void secretThatIsThere_isKept() throws IOException {
    secrets.createMissing();
    Map<String, String> first = read();
    Files.delete(var.secrets().resolve("ra-token"));
    secrets.createMissing();
    Map<String, String> second = read();
    assertThat(second.get("ra-token")).isNotEqualTo(first.get("ra-token"));
    first.remove("ra-token");
    assertThat(second).containsAllEntriesOf(first);
  }

  @Test
  void serverEnvironment_holdsPathsButNoSecretAndNothingOfTheRoot() throws IOException {
    secrets.createMissing();
    Settings settings = Settings.from(Map.of(), root);
    Map<String, String> environment = NodeEnvironment.of(settings, var, secrets, "n1");
    String text = environment.toString();
    for (String secret : read().values()) {
      assertThat(text.contains(secret)).as("a secret is in the environment").isFalse();
    }
    assertThat(text).doesNotContain("root-token", "root.p12", "-owner");
    assertThat(environment)
        .containsEntry("VOUCHSEAL_ISSUING_TOKEN_SECRET_FILE", var.secrets() + "/issuing-token")
        .containsEntry("VOUCHSEAL_RA_TOKEN_FILE", var.tokens() + "/ra.p12")
        .containsEntry(
            "VOUCHSEAL_VALIDATION_DB_PASSWORD_FILE", var.secrets() + "/db-validation-app")
        .containsEntry("VOUCHSEAL_STATUS_DB_USER", "status_app")
        .containsEntry("VOUCHSEAL_KEYSERVICE_DB_URL", "jdbc:mariadb://127.0.0.1:13306/keyservice");
  }

  @Test
  void whatTheOperatorSwitchesOn_reachesTheServer() throws IOException {
    secrets.createMissing();
    for (String flag : List.of("VOUCHSEAL_CABF_POLICY", "VOUCHSEAL_RA_ENCRYPTION_CLIENT")) {
      for (String value : List.of("true", "false")) {
        Settings settings = Settings.from(Map.of(flag, value), root);
        assertThat(NodeEnvironment.of(settings, var, secrets, "n1")).containsEntry(flag, value);
      }
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> found = new HashMap<>();
    try (Stream<Path> files = Files.list(var.secrets())) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return found;
  }
}
