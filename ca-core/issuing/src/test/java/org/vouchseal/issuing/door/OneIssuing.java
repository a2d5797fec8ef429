package org.vouchseal.issuing.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.vouchseal.testdatabase.TestDatabase;

/** Tests over one ceremony per class and an empty database per test, checked afterwards. */
abstract class OneIssuing {

  private static TestPki pki;
  private static Path folder;

  Issuing issuing;

  @BeforeAll
  static void ceremony() throws IOException {
    folder = Files.createTempDirectory("one-issuing");
    pki = new TestPki(folder);
  }

  @AfterAll
  static void remove() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.delete(file);
      }
    }
  }

  @BeforeEach
  void open() {
    TestDatabase.shared().clean("issuing");
    issuing = new Issuing(pki, false);
  }

  @AfterEach
  void close() {
    try {
      org.assertj.core.api.Assertions.assertThat(CrashingRoomTest.findings()).isEmpty();
    } finally {
      issuing.close();
    }
  }
}
