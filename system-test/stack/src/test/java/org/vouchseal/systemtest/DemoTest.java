package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
