package org.vouchseal.issuing.cmp;

import java.util.Optional;
import java.util.Set;

/**
 * How large a message to an address may be (DESIGN §4): what carries an archived key or other
 * messages may be four times as large.
 *
 * @param ordinary octets everywhere else, inclusive
 */
public record CmpBodyLimit(int ordinary) {

  private static final int FACTOR = 4;
  private static final Set<String> PROFILES_WITH_ARCHIVE = Set.of("encryption-client");
  private static final String NESTED = "nested";

  /**
   * The limit in octets, inclusive.
   *
   * @param path what follows {@code /.well-known/cmp}
   */
  public int octets(String path) {
    return CmpPath.parse(path).map(this::octets).orElse(ordinary);
  }

  int octets(CmpPath path) {
    return mayBeLarge(path) ? FACTOR * ordinary : ordinary;
  }

  private static boolean mayBeLarge(CmpPath path) {
    return path.operation().equals(Optional.of(NESTED))
        || path.profile().filter(p -> PROFILES_WITH_ARCHIVE.contains(p.value())).isPresent();
  }
}
