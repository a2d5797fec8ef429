package org.vouchseal.hsm.software;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;

class TokenFileTest {

  private static final String CANARY = "canary-b5fe0a2c91d7";
  private static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");

  @TempDir private Path folder;

  @BeforeEach
  void writeSecret() throws IOException {
    write(secret(), CANARY, "rw-------");
  }

  private Path secret() {
    return folder.resolve("secret");
  }

  private Path file() {
    return folder.resolve("tokens/root.p12");
  }

  private SoftwareTokenAdministration administration() {
    return SoftwareTokenAdministration.open(file(), secret(), PROVIDERS, new SecureRandom());
  }

  private SoftwareToken token() {
    return SoftwareToken.open(file(), secret(), PROVIDERS, new SecureRandom());
  }

  private static void write(Path path, String text, String mode) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void makeKey() {
    boolean unused = administration().ensure(KeyPurpose.ROOT_CA, KeyAlgorithm.P384);
  }

  @Test
  void missingSecretFile_isRefused_andNothingIsMade() throws IOException {
    Files.delete(secret());

    assertRefused("does not exist", "no default");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\nsecond line is not the secret"})
  void emptySecret_isRefused(String content) throws IOException {
    write(secret(), content, "rw-------");

    assertRefused("is empty");
    assertThat(file()).doesNotExist();
  }

  @Test
  void shortSecret_isRefusedWithoutShowingIt() throws IOException {
    write(secret(), "changeit", "rw-------");

    assertRefused("holds 8 characters", "at least 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rw-----w-", "r--r--r--"})
  void secretOpenToEveryUser_isRefusedNamingTheMode(String mode) throws IOException {
    write(secret(), CANARY, mode);

    assertRefused("every user", mode, "rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "r--r-----"})
  void secretForOwnerOrGroup_isTaken(String mode) throws IOException {
    Files.setPosixFilePermissions(secret(), PosixFilePermissions.fromString(mode));
    makeKey();

    assertThat(token().signing(KeyPurpose.ROOT_CA)).isNotNull();
  }

  private void assertRefused(String... parts) {
    List<String> all = new ArrayList<>(List.of(parts));
    all.add(secret().toString());
    for (Callable<?> opening : List.<Callable<?>>of(this::administration, this::token)) {
      assertThatThrownBy(opening::call)
          .isInstanceOf(TokenUnavailable.class)
          .hasMessageContainingAll(all.toArray(new String[0]))
          .hasMessageNotContainingAny(CANARY, "changeit");
    }
  }

  @Test
  void tokenBeforeTheCeremony_isRefusedNamingTheFile() {
    assertThatThrownBy(this::token)
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContainingAll(file().toString(), "perform the ceremony first");
    assertThat(file()).doesNotExist();
  }

  @Test
  void anotherTokensSecret_opensNothing_forUseOrForMaking() throws IOException {
    makeKey();
    write(secret(), "secret-of-another-token", "rw-------");

    for (Callable<?> opening : List.<Callable<?>>of(this::administration, this::token)) {
      assertThatThrownBy(opening::call)
          .isInstanceOf(TokenUnavailable.class)
          .hasMessageContaining("the secret is another one");
    }
  }

  @Test
  void damagedFile_isRefused_unlessTheDamageTouchesNoKey() throws IOException {
    makeKey();
    PublicKey key = token().signing(KeyPurpose.ROOT_CA).publicKey();
    byte[] good = Files.readAllBytes(file());
    int opened = 0;
    for (int at = 0; at < good.length; at += 7) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file(), bad);
      try {
        assertThat(token().signing(KeyPurpose.ROOT_CA).publicKey()).isEqualTo(key);
        opened++;
      } catch (TokenUnavailable e) {
        assertThat(e).hasMessageContaining(file().toString());
      }
    }
    assertThat(opened).isLessThan(3);
  }

  /** Names of entries stand in clear under the MAC only; without it keys could trade places. */
  @Test
  void fileWhoseMacWasTakenOff_isRefused() throws IOException {
    makeKey();
    Pfx pfx = Pfx.getInstance(Files.readAllBytes(file()));
    Files.write(file(), new Pfx(pfx.getAuthSafe(), null).getEncoded());

    assertThatThrownBy(this::token)
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContainingAll(file().toString(), "no MAC");
    assertThatThrownBy(this::administration).isInstanceOf(TokenUnavailable.class);
  }

  @Test
  void fileAndLock_areForTheOwnerOnly_andNoTemporaryFileStays() throws IOException {
    makeKey();

    assertThat(mode(file())).isEqualTo("rw-------");
    assertThat(mode(file().getParent())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files.map(path -> path.getFileName() + " " + modeOf(path)))
          .containsExactlyInAnyOrder("root.p12 rw-------", "root.p12.lock rw-------");
    }
  }

  private static String modeOf(Path path) {
    try {
      return mode(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void leftoverOfAnInterruptedWriting_isOverwritten() throws IOException {
    makeKey();
    write(file().resolveSibling("root.p12.new"), "half a file", "rw-r--r--");

    assertThat(administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256)).isTrue();

    assertThat(token().signing(KeyPurpose.RECEIPT)).isNotNull();
    assertThat(mode(file())).isEqualTo("rw-------");
  }

  @Test
  void ensuringAnExistingKey_leavesTheFileByteForByte() throws IOException {
    makeKey();
    byte[] before = Files.readAllBytes(file());

    makeKey();

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void openssl_readsModernProtectionOnly() throws Exception {
    makeKey();

    String report =
        run(
            List.of(
                "openssl",
                "pkcs12",
                "-in",
                file().toString(),
                "-info",
                "-noout",
                "-passin",
                "file:" + secret()));

    assertThat(report)
        .contains("MAC: sha256", "PBES2, PBKDF2, AES-256-CBC", "hmacWithSHA256")
        .doesNotContain("RC2", "3DES", "sha1,");
  }

  @Test
  void keysMadeByTwoProcessesAtOnce_areMadeOnce() throws Exception {
    List<Callable<String>> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          () ->
              run(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin/java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      EnsuringProcess.class.getName(),
                      file().toString(),
                      secret().toString())));
    }
    ExecutorService pool = Executors.newFixedThreadPool(processes.size());
    StringBuilder said = new StringBuilder();
    for (Future<String> process : pool.invokeAll(processes)) {
      said.append(process.get());
    }
    pool.shutdown();

    List<String> made = said.toString().lines().filter(line -> line.startsWith("made ")).toList();
    assertThat(made).hasSize(EnsuringProcess.KEYS).doesNotHaveDuplicates();
    SoftwareToken token = token();
    for (int i = 0; i < EnsuringProcess.KEYS; i++) {
      assertThat(token.signing(EnsuringProcess.purpose(i))).isNotNull();
    }
  }

  @Test
  void keysMadeByManyThreadsAtOnce_areMadeOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Boolean>> works = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      works.add(() -> administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256));
    }
    int made = 0;
    for (Future<Boolean> work : pool.invokeAll(works)) {
      made += work.get() ? 1 : 0;
    }
    pool.shutdown();

    assertThat(made).isEqualTo(1);
  }

  @Test
  void openingAndUsing_leavesTheJvmsProviderListAsItWas() {
    List<Provider> before = List.of(Security.getProviders());
    makeKey();
    byte[] unused = token().signing(KeyPurpose.ROOT_CA).sign(new byte[3]);

    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
