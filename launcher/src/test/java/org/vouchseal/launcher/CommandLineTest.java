package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void help_namesEverySubcommand() {
    assertThat(run("help")).isZero();
    assertThat(Subcommands.ALL)
        .allSatisfy(command -> assertThat(shown(out)).contains(command.usage()))
        .extracting(Subcommand::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void help_namesEverySetting() throws IllegalAccessException {
    assertThat(run("help")).isZero();
    int named = 0;
    for (Field constant : Settings.class.getDeclaredFields()) {
      if (Modifier.isPublic(constant.getModifiers()) && constant.getType() == String.class) {
        assertThat(shown(out)).contains((String) constant.get(null));
        named++;
      }
    }
    assertThat(named).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frob", "--frob", "--drill", "--nodes"})
  void unknownWord_isAnsweredWithTheUsage(String word) {
    assertThat(run(word)).isEqualTo(2);
    assertThat(shown(err)).contains("usage: ./run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "tx-b.after:0", "tx-b.after:x", "../x"})
  void drillOfAnotherForm_isRefused(String point) {
    assertThat(run("--drill", point)).isEqualTo(1);
    assertThat(shown(err)).contains("--drill is '" + point + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "-1", "two", "02", ""})
  void numberOfNodesOutOfRange_isRefused(String count) {
    assertThat(run("--nodes", count)).isEqualTo(1);
    assertThat(shown(err)).contains("--nodes is '" + count + "', not a number from 1 to 3");
  }

  @Test
  void stop_withoutAStack_saysSo() {
    assertThat(run("stop")).isZero();
    assertThat(shown(out)).contains("nothing runs for " + home.resolve("var"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "now"})
  void stopWithMoreWords_stopsNothing(String word) {
    assertThat(run("stop", word)).isEqualTo(2);
    assertThat(shown(err)).contains("usage: ./run stop");
  }

  @Test
  void stopAfterTheLauncherWasKilled_endsWhatItLeft() throws Exception {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Process left = new ProcessBuilder("sh", "-c", "sleep 600; : " + var.root() + "/db").start();
    Files.writeString(var.pidFile("mariadb"), left.pid() + "\n");

    assertThat(run("stop")).isZero();

    assertThat(shown(out)).contains("stopped mariadb");
    assertThat(left.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void demo_isRefusedWithoutItsScriptAndWithoutAStack() throws IOException {
    assertThat(run("demo", "v1")).isEqualTo(1);
    assertThat(shown(err)).contains("there is no demo 'v1'");
    Path script = home.resolve("launcher/demos/v1.sh");
    Files.createDirectories(script.getParent());
    Files.writeString(script, "exit 0\n");
    assertThat(run("demo", "v1")).isEqualTo(1);
    assertThat(shown(err)).contains("no stack runs for");
    assertThat(run("demo", "../v1")).isEqualTo(2);
  }

  @Test
  void demo_endsAsItsScriptDoesAndIsToldWhereTheStackIs() throws IOException {
    Path script = home.resolve("launcher/demos/v1.sh");
    Files.createDirectories(script.getParent());
    Files.writeString(
        script, "echo \"$VOUCHSEAL_URL $VOUCHSEAL_VAR\" >\"$VOUCHSEAL_VAR/told\"; exit 7\n");
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Files.writeString(var.addresses(), "{}");
    assertThat(run("demo", "v1")).isEqualTo(7);
    assertThat(var.root().resolve("told"))
        .hasContent("http://localhost:8080 " + home.resolve("var") + "\n");
  }

  @Test
  void invariants_areNotCheckedWithoutAStack() throws IOException {
    assertThat(run("check-invariants", "--frob")).isEqualTo(2);
    assertThat(run("check-invariants")).isEqualTo(2);
    assertThat(shown(err)).contains("could not check: no stack was ever started in");
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Files.writeString(var.pki().resolve("pki.properties"), "publicUrl=http://localhost:8080\n");
    new Secrets(var.secrets(), new java.security.SecureRandom()).createMissing();
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      environment.put("VOUCHSEAL_DB_PORT", Integer.toString(closedSoon.getLocalPort()));
    }
    assertThat(run("check-invariants")).isEqualTo(2);
    assertThat(shown(err)).contains("could not check: the database does not answer at jdbc:");
  }

  @Test
  void secondStart_saysThatAStackRuns() {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    try (RunLock lock = RunLock.take(var).orElseThrow()) {
      assertThat(RunLock.holder(var)).isPresent();
      assertThat(run()).isEqualTo(1);
      assertThat(shown(err)).contains("a stack runs already", "./run stop");
      assertThat(lock).isNotNull();
    }
    assertThat(RunLock.holder(var)).isEmpty();
  }

  @Test
  void takenPort_isRefusedNamingPortAndVariable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      environment.put("VOUCHSEAL_SMTP_PORT", Integer.toString(taken.getLocalPort()));
      assertThat(run()).isEqualTo(1);
      assertThat(shown(err))
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken")
          .contains("VOUCHSEAL_SMTP_PORT");
    }
    assertThat(home.resolve("var/run/launcher.pid")).doesNotExist();
  }

  @Test
  void takenPortOfANode_isRefusedNamingPortAndVariable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int first = taken.getLocalPort() - 1;
      environment.put("VOUCHSEAL_NODE_PORT", Integer.toString(first));
      assertThat(run("--nodes", "2")).isEqualTo(1);
      assertThat(shown(err))
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken")
          .contains("VOUCHSEAL_NODE_PORT");
    }
  }

  @Test
  void folderThatCannotBeMade_isToldInWords() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    environment.put("VOUCHSEAL_VAR", file.resolve("var").toString());
    assertThat(run()).isEqualTo(1);
    assertThat(shown(err))
        .contains("cannot make the folders below " + file)
        .doesNotContain("\tat ");
  }

  @Test
  void otherAddressThanTheCeremonys_isRefusedNamingBoth() throws IOException {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Files.writeString(var.pki().resolve("pki.properties"), "publicUrl=http://localhost:8080\n");
    environment.put("VOUCHSEAL_PUBLIC_URL", "https://ca.example.org");
    assertThat(run()).isEqualTo(1);
    assertThat(shown(err)).contains("http://localhost:8080", "https://ca.example.org");
  }

  @Test
  void processOfAnotherProgram_isNotEndedAsLeftOver() throws IOException {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      Files.writeString(var.pidFile("n1"), stranger.pid() + "\n");
      assertThat(LeftOver.endAll(var)).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(var.pidFile("n1")).doesNotExist();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void childOfAKilledLauncher_isEnded() throws Exception {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Process child =
        new ProcessBuilder("sh", "-c", "while :; do sleep 1; done", var.root() + "/tmp").start();
    Files.writeString(var.pidFile("n1"), child.pid() + "\n");
    assertThat(LeftOver.endAll(var)).containsExactly("n1");
    assertThat(child.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  private int run(String... arguments) {
    return Launcher.run(
        List.of(arguments),
        environment,
        home,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String shown(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
