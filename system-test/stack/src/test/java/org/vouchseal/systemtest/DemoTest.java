package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo does the main job with the project's own command, judged by openssl. */
@Tag("stack")
class DemoTest {

  private static final String[] FILES = {
    "signing.pem",
    "encryption.pem",
    "chain.pem",
    "root.pem",
    "pair.p12",
    "p12-password.txt",
    "enrolment.json",
    "message.txt",
    "message.p7s",
    "message.p7m",
    "after.crl"
  };

  @TempDir Path folder;

  @Test
  void demoV1_endsWellAndLeavesItsFiles() {
    Stack stack = Stack.running();
    Path home = Path.of(System.getProperty("vouchseal.home"));
    Commands.Ended demo =
        new Commands(folder)
            .run(
                Map.of("VOUCHSEAL_VAR", stack.var().toString()),
                List.of(home.resolve("run").toString(), "demo", "v1"));
    assertThat(demo.status()).as(demo.output()).isZero();
    for (String file : FILES) {
      assertThat(stack.var().resolve("demo/v1").resolve(file)).isNotEmptyFile();
    }
  }

  @Test
  void demoCmp_runsEveryBodyAndKeepsTheMessages() {
    Stack stack = Stack.running();
    Path home = Path.of(System.getProperty("vouchseal.home"));
    Commands.Ended demo =
        new Commands(folder)
            .run(
                Map.of("VOUCHSEAL_VAR", stack.var().toString()),
                List.of(home.resolve("run").toString(), "demo", "cmp"));
    assertThat(demo.status()).as(demo.output()).isZero();
    assertThat(demo.output())
        .contains(
            "→ ir",
            "← ip",
            "→ cr",
            "← cp",
            "→ p10cr",
            "→ kur",
            "← kup",
            "→ rr",
            "← rp",
            "← error",
            "→ certConf",
            "← pkiconf");
    Path kept = stack.var().resolve("demo/cmp");
    assertThat(kept.resolve("kur-1-request.der")).isNotEmptyFile();
    assertThat(kept.resolve("kur.log")).isNotEmptyFile();
  }

  /** Stands before openssl on the path and fails for one of its commands. */
  @ParameterizedTest
  @ValueSource(strings = {"pkcs12 -info", "verify", "ocsp", "cms -verify", "cms -decrypt"})
  void opensslThatRefuses_failsTheDemo(String command) throws IOException {
    Stack stack = Stack.running();
    Path home = Path.of(System.getProperty("vouchseal.home"));
    Path shim = Files.createDirectories(folder.resolve("bin")).resolve("openssl");
    Files.writeString(
        shim,
        """
        #!/bin/sh
        case "$*" in "%s "*) echo refused on purpose >&2; exit 1 ;; esac
        PATH=${PATH#*:} exec openssl "$@"
        """
            .formatted(command));
    Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
    Commands.Ended demo =
        new Commands(folder)
            .run(
                Map.of(
                    "VOUCHSEAL_VAR",
                    stack.var().toString(),
                    "PATH",
                    shim.getParent() + ":" + System.getenv("PATH")),
                List.of(home.resolve("run").toString(), "demo", "v1"));
    assertThat(demo.status()).as(demo.output()).isEqualTo(1);
    assertThat(demo.output()).contains("FAILED: ").doesNotContain("DONE.");
  }

  @Test
  void invariants_holdOnTheRunningStack() {
    Stack stack = Stack.running();
    Path home = Path.of(System.getProperty("vouchseal.home"));
    Commands.Ended checked =
        new Commands(folder)
            .run(
                Map.of("VOUCHSEAL_VAR", stack.var().toString()),
                List.of(home.resolve("run").toString(), "check-invariants"));
    assertThat(checked.status()).as(checked.output()).isZero();
  }
}
