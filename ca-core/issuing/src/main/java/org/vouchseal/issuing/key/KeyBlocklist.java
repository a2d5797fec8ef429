package org.vouchseal.issuing.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vouchseal.model.SpkiDigest;

/**
 * Keys that are known to be bad; held in memory. Each line of the file is one of two digests in
 * hexadecimal; {@code #} begins a comment:
 *
 * <ul>
 *   <li>64 digits: SHA-256 of the SubjectPublicKeyInfo, as lists of leaked keys give it;
 *   <li>20 digits: the last 80 bits of SHA-1 over what {@code openssl rsa -noout -modulus} prints,
 *       the form of Debian's openssl-blacklist (CVE-2008-0166).
 * </ul>
 */
public final class KeyBlocklist {

  /** Blocks nothing. */
  public static final KeyBlocklist EMPTY = new KeyBlocklist(Set.of(), Set.of());

  private static final int MODULUS_DIGITS = 20;

  private final Set<SpkiDigest> keys;
  private final Set<String> moduli;

  private KeyBlocklist(Set<SpkiDigest> keys, Set<String> moduli) {
    this.keys = Set.copyOf(keys);
    this.moduli = Set.copyOf(moduli);
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException naming the first line that is no digest, or a file without any
   */
  public static KeyBlocklist read(Path file) {
    try {
      return of(Files.readAllLines(file, StandardCharsets.US_ASCII), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of blocked keys " + file, e);
    }
  }

  static KeyBlocklist of(List<String> lines, String name) {
    Set<SpkiDigest> keys = new HashSet<>();
    Set<String> moduli = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT);
      if (line.matches("[0-9a-f]{64}")) {
        keys.add(new SpkiDigest(line));
      } else if (line.matches("[0-9a-f]{20}")) {
        moduli.add(line);
      } else if (!line.isEmpty()) {
        throw new IllegalArgumentException(
            "line "
                + (i + 1)
                + " of the list of blocked keys "
                + name
                + " has neither 64 nor 20 hexadecimal digits");
      }
    }
    if (keys.isEmpty() && moduli.isEmpty()) {
      throw new IllegalArgumentException("the list of blocked keys " + name + " is empty");
    }
    return new KeyBlocklist(keys, moduli);
  }

  /** Whether the key is on the list, itself or by its modulus. */
  public boolean contains(SpkiDigest digest, SubjectKey key) {
    return keys.contains(digest)
        || (!moduli.isEmpty()
            && key instanceof SubjectKey.Rsa rsa
            && moduli.contains(fingerprint(rsa.modulus())));
  }

  private static String fingerprint(BigInteger modulus) {
    String printed = "Modulus=" + modulus.toString(16).toUpperCase(Locale.ROOT) + "\n";
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(printed.getBytes(StandardCharsets.US_ASCII));
      String all = HexFormat.of().formatHex(digest);
      return all.substring(all.length() - MODULUS_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-1", e);
    }
  }
}
