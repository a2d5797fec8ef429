package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./run} asks before it starts the endpoint for outside suites. */
class OperatorWantingConformanceTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Stack.Options PLAIN = new Stack.Options(true, Optional.empty(), 1);

  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = home.resolve("secret");
    Files.writeString(file, SECRET + "\n");
    mode("rw-------");
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Settings settings(String... more) {
    Map<String, String> environment =
        new HashMap<>(Map.of("VOUCHSEAL_CONFORMANCE_SECRET_FILE", "secret"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return Settings.from(environment, home);
  }

  private Conformance wanted() {
    return Conformance.of(settings()).orElseThrow();
  }

  @Test
  void noFileNamed_isNoEndpoint() {
    assertThat(Conformance.of(Settings.from(Map.of(), home))).isEmpty();
    assertThat(
            Conformance.of(Settings.from(Map.of("VOUCHSEAL_CONFORMANCE_SECRET_FILE", " "), home)))
        .isEmpty();
  }

  @Test
  void privateFileWithALongSecret_isTakenAndTellsTheServerPathsOnly() {
    assertThatCode(() -> wanted().require(PLAIN)).doesNotThrowAnyException();
    Map<String, String> told = wanted().environment();
    assertThat(told)
        .containsEntry("VOUCHSEAL_CONFORMANCE_SECRET_FILE", file.toString())
        .containsEntry("VOUCHSEAL_CONFORMANCE_WAIT_SECONDS", "5")
        .containsEntry("VOUCHSEAL_CONFORMANCE_DIR", home.resolve("var/conformance").toString());
    assertThat(told.values()).noneMatch(value -> value.contains(SECRET));
  }

  @Test
  void fileOpenToOthers_isRefused() throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rwx------", "rw--w----"}) {
      mode(mode);
      assertRefused("is open to others than its owner");
    }
  }

  @Test
  void shortSecret_isRefusedWithoutShowingIt() throws IOException {
    Files.writeString(file, "too-short-to-be-taken\n" + SECRET);
    assertThatThrownBy(() -> wanted().require(PLAIN))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("21 characters")
        .hasMessageNotContaining("too-short-to-be-taken");
  }

  @Test
  void missingFile_isRefusedByName() throws IOException {
    Files.delete(file);
    assertRefused(file.toString());
  }

  @Test
  void drill_doesNotGoWithIt() {
    assertThatThrownBy(
            () -> wanted().require(new Stack.Options(true, Optional.of(new Drill("a.b")), 1)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void wait_isWholeSeconds() {
    assertThat(settings("VOUCHSEAL_CONFORMANCE_WAIT_SECONDS", "9").conformance())
        .hasValueSatisfying(wish -> assertThat(wish.waitSeconds()).isEqualTo(9));
    for (String odd : new String[] {"0", "-1", "5s", "1.5", "999999"}) {
      assertThatThrownBy(() -> settings("VOUCHSEAL_CONFORMANCE_WAIT_SECONDS", odd))
          .as(odd)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void console_isWarnedLoudly() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    wanted().warn(new PrintStream(said, true, StandardCharsets.UTF_8));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("DO NOT TRUST", "/p/conformance-waiting", file.toString())
        .doesNotContain(SECRET);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> wanted().require(PLAIN))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why);
  }
}
