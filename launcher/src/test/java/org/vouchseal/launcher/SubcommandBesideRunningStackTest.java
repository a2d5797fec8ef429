package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubcommandBesideRunningStackTest {

  private static final Map<String, String> STARTED_WITH =
      Map.of(
          "VOUCHSEAL_PUBLIC_URL", "https://ca.example.org",
          "VOUCHSEAL_HTTP_PORT", "9001",
          "VOUCHSEAL_DB_PORT", "9002",
          "VOUCHSEAL_SMTP_PORT", "9003");

  @TempDir private Path root;
  private VarFolder var;

  @BeforeEach
  void start() {
    var = new VarFolder(root);
    var.create();
    publish(1);
  }

  private void publish(int nodes) {
    Settings settings = Settings.from(STARTED_WITH, root);
    new Addresses(settings, var, Addresses.nodes(settings, nodes)).publish();
  }

  private Settings seenFrom(Map<String, String> environment) {
    return Settings.from(RunningStack.complete(environment, var.addresses()), root);
  }

  @Test
  void emptyEnvironment_findsTheStackWhereItRuns() {
    assertThat(seenFrom(Map.of())).isEqualTo(Settings.from(STARTED_WITH, root));
  }

  @Test
  void stackOfTwoNodes_isFoundAtItsProxy() {
    publish(2);
    assertThat(seenFrom(Map.of())).isEqualTo(Settings.from(STARTED_WITH, root));
  }

  @Test
  void environmentThatNamesAPort_isObeyed() {
    assertThat(seenFrom(Map.of("VOUCHSEAL_DB_PORT", "9999")).databasePort()).isEqualTo(9999);
  }

  @Test
  void noStackRunning_leavesTheDefaults() throws IOException {
    Files.delete(var.addresses());
    assertThat(seenFrom(Map.of()).databasePort()).isEqualTo(13306);
  }

  @Test
  void spoiltFile_isAsNone() throws IOException {
    Files.writeString(var.addresses(), "{\"publicUrl\": \"https://other.example.org\"}");
    assertThat(seenFrom(Map.of())).isEqualTo(Settings.from(Map.of(), root));
  }
}
