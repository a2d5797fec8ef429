package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskThatTakesNothingTest {

  @Test
  void fullDisk_isNamedWithWhatToDo() {
    IOException full =
        catchThrowableOfType(
            IOException.class, () -> Files.write(Path.of("/dev/full"), new byte[] {1}));
    assertThat(words(full))
        .isEqualTo(
            "cannot write x: No space left on device; the disk is full: make room and start again,"
                + " nothing acknowledged is lost");
  }

  @Test
  void readOnlyFileSystem_isNamedWithWhatToDo() {
    assertThat(words(new FileSystemException("/x", null, "Read-only file system")))
        .startsWith("cannot write x: Read-only file system")
        .contains("VOUCHSEAL_VAR");
  }

  @Test
  void fileOfSomebodyElse_isNamedWithWhatToDo() {
    assertThat(words(new AccessDeniedException("/x", null, "Permission denied")))
        .contains("no right to that file", "VOUCHSEAL_VAR");
    assertThat(words(new AccessDeniedException("/x"))).contains("no right to that file");
  }

  @Test
  void otherFault_isToldAsItIs() {
    assertThat(words(new IOException("Input/output error")))
        .isEqualTo("cannot write x: Input/output error");
  }

  private static String words(IOException cause) {
    return FileFault.words(new UncheckedIOException("cannot write x", cause));
  }
}
