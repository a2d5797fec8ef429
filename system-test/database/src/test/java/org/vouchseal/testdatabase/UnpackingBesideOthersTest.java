package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.migrations.server.ServerBinaries;

/** The server's programs are unpacked while others do who knows what in the temporary folder. */
@Tag("db")
class UnpackingBesideOthersTest {

  @TempDir private Path folder;

  /** What the test starts in a JVM of its own, whose environment it can choose. */
  static final class Unpack {
    public static void main(String[] arguments) {
      ServerBinaries unused = ServerBinaries.unpackedIn(Path.of(arguments[0]));
    }
  }

  @Test
  void sharedTemporaryFolder_isNotUsed() throws Exception {
    Path programs = folder.resolve("programs");
    Path output = folder.resolve("output.txt");
    ProcessBuilder unpacking =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder.resolve("missing"),
                "-cp",
                System.getProperty("java.class.path"),
                Unpack.class.getName(),
                programs.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    unpacking.environment().put("TMPDIR", folder.resolve("missing").toString());

    Process process = unpacking.start();

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    assertThat(programs.resolve("empty-data/mysql")).isDirectory();
    assertThat(programs.resolve("temporary")).doesNotExist();
    assertThat(folder.resolve("missing")).doesNotExist();
  }
}
