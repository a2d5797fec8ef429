package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes into an image, or onto a server, has nothing that is there for tests or for suites. */
@Tag("stack")
class WhatIsShippedTest {

  private static final Path HOME = Path.of(System.getProperty("vouchseal.home"));
  private static final List<String> NEVER =
      List.of("org/vouchseal/conformance/", "org/vouchseal/drill/", "org/vouchseal/testdatabase/");

  @Test
  void serversAndImages_haveNoneOfIt() throws IOException {
    Set<String> found = new TreeSet<>();
    int classes = 0;
    for (Path archive : shipped()) {
      classes += search(archive.toString(), Files.newInputStream(archive), found);
    }
    assertThat(found).isEmpty();
    assertThat(classes).as("classes that were looked at").isGreaterThan(5000);
  }

  @Test
  void conformanceWar_isWhereTheSearchFindsIt() throws IOException {
    Set<String> found = new TreeSet<>();
    Path war = HOME.resolve("system-test/conformance-war/target/ROOT.war");
    int unused = search(war.toString(), Files.newInputStream(war), found);
    assertThat(found).anyMatch(name -> name.endsWith("ConformanceCa.class"));
  }

  @Test
  void image_isMadeOfWhatIsSearched() throws IOException {
    String recipe = Files.readString(HOME.resolve("docker/Dockerfile"));
    assertThat(recipe)
        .contains("/build/launcher/target/dist", "launcher.jar", "ca-core/server/target/ROOT.war")
        .doesNotContain("conformance", "drill");
    assertThat(recipe.lines().filter(line -> line.startsWith("COPY --from=build"))).hasSize(2);
  }

  private static List<Path> shipped() throws IOException {
    List<Path> all = new ArrayList<>();
    all.add(HOME.resolve("ca-core/server/target/ROOT.war"));
    all.add(HOME.resolve("ra-portal/api/target/api.war"));
    all.add(HOME.resolve("launcher/target/launcher.jar"));
    try (Stream<Path> files = Files.list(HOME.resolve("launcher/target/dist/lib"))) {
      all.addAll(files.toList());
    }
    return all;
  }

  /** Looks into archives within archives, too, and gives how many classes it saw. */
  private static int search(String name, InputStream archive, Set<String> found)
      throws IOException {
    int classes = 0;
    try (ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String path = entry.getName();
        if (NEVER.stream().anyMatch(path::contains)) {
          found.add(name + "!" + path);
        }
        if (path.endsWith(".class")) {
          classes++;
        } else if (path.endsWith(".jar")) {
          classes += search(name + "!" + path, new ByteArrayInputStream(zip.readAllBytes()), found);
        }
      }
    }
    return classes;
  }
}
