package org.vouchseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads which test guards a promise must find that test. */
class DocumentsNamingTestsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST_CLASS =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|Contract))`");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARCHITECTURE.md",
        "SECURITY.md",
        "docs/controls.md",
        "docs/rfc/rfc9810.md",
        "docs/rfc/rfc9483.md",
        "docs/rfc/rfc9811.md",
        "docs/rfc/rfc6960.md",
        "docs/rfc/rfc5280.md"
      })
  void document_namesOnlyTestsThatExist(String document) {
    assertThat(namedIn(read(HOME.resolve(document)))).isSubsetOf(testClasses());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "docs/controls.md"})
  void document_namesTestsAtAll(String document) {
    assertThat(namedIn(read(HOME.resolve(document)))).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rfc9810", "rfc9483", "rfc9811", "rfc6960", "rfc5280"})
  void clauseThatIsHeld_namesItsTest(String rfc) {
    String page = read(HOME.resolve("docs/rfc/" + rfc + ".md"));
    assertThat(clausesWithoutTest(page)).isEmpty();
    assertThat(page.lines().filter(DocumentsNamingTestsTest::isHeld)).hasSizeGreaterThan(5);
  }

  @Test
  void clauseWithoutTest_isNoticed() {
    assertThat(
            clausesWithoutTest(
                "| §1 | done | so | |\n| §2 | not offered | | |\n| §3 | refused | | `ATest` |"))
        .containsExactly("| §1 | done | so | |");
  }

  private static List<String> clausesWithoutTest(String page) {
    return page.lines()
        .filter(DocumentsNamingTestsTest::isHeld)
        .filter(line -> namedIn(line).isEmpty())
        .toList();
  }

  private static boolean isHeld(String line) {
    return line.matches("\\| [^|]+ \\| (done|refused|differently) \\|.*");
  }

  @Test
  void classThatDoesNotExist_isNoticed() {
    assertThat(namedIn("guarded by `NobodyWroteThisTest`, see `HouseDirectionsTest`"))
        .containsExactlyInAnyOrder("NobodyWroteThisTest", "HouseDirectionsTest");
    assertThat(testClasses()).contains("HouseDirectionsTest").doesNotContain("NobodyWroteThisTest");
  }

  private static Set<String> namedIn(String text) {
    return TEST_CLASS
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> testClasses() {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .map(file -> HOME.relativize(file).toString())
          .filter(file -> file.contains("src/test/java/") && file.endsWith(".java"))
          .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(".java", ""))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
