package org.vouchseal.issuing.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vouchseal.model.SpkiDigest;

/**
 * Keys that are known to be bad, by the SHA-256 of their SubjectPublicKeyInfo; held in memory. The
 * file has one digest of 64 hexadecimal digits in each line; {@code #} begins a comment.
 */
public final class KeyBlocklist {

  /** Blocks nothing. */
  public static final KeyBlocklist EMPTY = new KeyBlocklist(Set.of());

  private final Set<SpkiDigest> blocked;

  private KeyBlocklist(Set<SpkiDigest> blocked) {
    this.blocked = Set.copyOf(blocked);
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException naming the first line that is no digest
   */
  public static KeyBlocklist read(Path file) {
    try {
      return of(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of blocked keys " + file, e);
    }
  }

  static KeyBlocklist of(List<String> lines) {
    Set<SpkiDigest> blocked = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        if (!line.matches("[0-9a-fA-F]{64}")) {
          throw new IllegalArgumentException(
              "line " + (i + 1) + " of the list of blocked keys is no SHA-256 digest");
        }
        blocked.add(new SpkiDigest(line.toLowerCase(java.util.Locale.ROOT)));
      }
    }
    return new KeyBlocklist(blocked);
  }

  public boolean contains(SpkiDigest key) {
    return blocked.contains(key);
  }
}
