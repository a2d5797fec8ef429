package org.vouchseal.testdatabase;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The lines of {@code changeable.txt}. */
final class Changeable {

  private final Map<String, Set<String>> words;

  private Changeable(Map<String, Set<String>> words) {
    this.words = words;
  }

  static Changeable read() {
    InputStream file = Changeable.class.getResourceAsStream("changeable.txt");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      Map<String, Set<String>> words = new HashMap<>();
      List<String> lines =
          reader.lines().map(line -> line.replaceFirst("#.*", "").strip()).toList();
      for (String line : lines) {
        if (!line.isEmpty()) {
          String[] parts = line.split(":\\s*", 2);
          words.put(parts[0], Set.of(parts[1].split("\\s+")));
        }
      }
      return new Changeable(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean mayDelete(String room, String table) {
    return of(room, table).contains("DELETE");
  }

  boolean mayUpdate(String room, String table, String column) {
    return of(room, table).contains("*") || of(room, table).contains(column);
  }

  private Set<String> of(String room, String table) {
    Set<String> anyRoom = words.getOrDefault("*." + table, Set.of());
    return words.getOrDefault(room + "." + table, anyRoom);
  }
}
