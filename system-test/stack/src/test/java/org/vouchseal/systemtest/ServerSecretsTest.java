package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be read of the running server from beside it. */
@Tag("stack")
class ServerSecretsTest {

  private final Stack stack = Stack.running();

  @Test
  void environmentAndCommandLine_holdNoSecret() throws IOException {
    String visible = proc("environ") + proc("cmdline");
    assertThat(visible).contains("VOUCHSEAL_ISSUING_TOKEN_SECRET_FILE");
    List<String> secrets = secrets();
    assertThat(secrets).isNotEmpty();
    for (String secret : secrets) {
      assertThat(visible.contains(secret)).as("a secret is visible").isFalse();
    }
  }

  @Test
  void server_isNotToldWhereTheRootTokenOrItsSecretIs() throws IOException {
    String environment = proc("environ");
    assertThat(environment).doesNotContain("root-token", "root.p12", "ROOT_TOKEN");
  }

  @Test
  void secretFiles_areForTheirOwnerOnly() throws IOException {
    try (Stream<Path> files = Files.list(stack.var().resolve("secrets"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(
                          java.nio.file.attribute.PosixFilePermissions.toString(
                              Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void logs_holdNoSecret() throws IOException {
    List<String> secrets = secrets();
    try (Stream<Path> logs = Files.list(stack.var().resolve("log"))) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(text.contains(secret)).as("a secret stands in " + log).isFalse();
        }
      }
    }
  }

  private String proc(String file) throws IOException {
    return Files.readString(
        Path.of("/proc", Long.toString(stack.nodePid()), file), StandardCharsets.ISO_8859_1);
  }

  private List<String> secrets() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(stack.var().resolve("secrets"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.add(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
      }
    }
    return found;
  }
}
