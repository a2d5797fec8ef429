package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job where the fast crypto provider is not to be had. */
@Tag("stack")
class FallbackProvidersTest {

  @Test
  void mainJob_runsWithTheFallbackProvidersAlone() {
    Path var = Path.of(System.getProperty("vouchseal.home"), "target", "fallback-var");
    try (OwnStack own = OwnStack.fresh(var, Map.of("VOUCHSEAL_CRYPTO", "fallback"))) {
      Stack unusedStack = own.start();
      Commands.Ended demo = own.run("demo", "v1");
      assertThat(demo.status()).as(demo.output()).isZero();
    }
    List<String> choices = choices(var.resolve("log"));
    assertThat(choices)
        .as("what every process logged of its choice")
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(choices)
        .allMatch(line -> line.contains("fallback"))
        .noneMatch(line -> line.contains("Corretto") || line.contains("accp"));
    assertThat(choices).anyMatch(line -> line.contains("registration authority"));
    assertThat(choices).anyMatch(line -> line.contains("node "));
  }

  private static List<String> choices(Path logs) {
    try (var files = Files.list(logs)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .flatMap(FallbackProvidersTest::lines)
          .filter(line -> line.contains("crypto providers ") || line.contains("cryptography: "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static java.util.stream.Stream<String> lines(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
