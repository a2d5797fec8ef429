package org.vouchseal.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeremonyCommandTest {

  @TempDir private Path folder;
  private TestCeremony ceremony;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void begin() throws IOException {
    ceremony = TestCeremony.in(folder);
  }

  private List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "--plan",
            ceremony.plan().toString(),
            "--pki",
            ceremony.pki().toString(),
            "--tokens",
            ceremony.tokens().toString(),
            "--secrets",
            ceremony.secrets().toString(),
            "--public-url",
            "http://localhost:8080"));
  }

  private int run(List<String> arguments, Map<String, String> environment) {
    return CeremonyCommand.run(
        arguments.toArray(new String[0]),
        environment,
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  @Test
  void firstAndSecondRun_endWithZero_andSayWhichItWas() throws IOException {
    assertThat(run(arguments(), Map.of("VOUCHSEAL_CRYPTO", "fallback"))).isZero();
    assertThat(out.toString(UTF_8)).contains("ceremony performed");
    assertThat(run(arguments(), Map.of())).isZero();
    assertThat(out.toString(UTF_8)).contains("ceremony was performed before");
    assertThat(err.toString(UTF_8)).isEmpty();
    for (String token : TestCeremony.TOKENS) {
      assertThat(out.toString(UTF_8))
          .doesNotContain(Files.readString(ceremony.secrets().resolve(token + "-token")));
    }
  }

  @Test
  void refusal_endsWithOneAndOneLine() throws IOException {
    ceremony.planWith("P384", "P521");

    assertThat(run(arguments(), Map.of())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("P521").hasLineCount(1);
  }

  @Test
  void missingSecretOrWrongProviderSetting_endsWithOne() throws IOException {
    assertThat(run(arguments(), Map.of("VOUCHSEAL_CRYPTO", "sun"))).isEqualTo(1);
    Files.delete(ceremony.secrets().resolve("root-token"));
    assertThat(run(arguments(), Map.of())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("VOUCHSEAL_CRYPTO", "root-token");
  }

  @Test
  void wrongArguments_endWithTwoAndTheUsage() {
    List<String> missing = arguments().subList(2, 10);
    List<String> odd = arguments().subList(0, 9);
    List<String> unknown = arguments();
    unknown.addAll(List.of("--root-secret", "x"));

    for (List<String> wrong : List.of(missing, odd, unknown, List.<String>of())) {
      assertThat(run(wrong, Map.of())).isEqualTo(2);
    }
    assertThat(err.toString(UTF_8)).contains("usage: ceremony --plan FILE");
    assertThat(ceremony.pki()).doesNotExist();
  }
}
