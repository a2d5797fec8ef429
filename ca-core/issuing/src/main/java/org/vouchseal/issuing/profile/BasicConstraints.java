package org.vouchseal.issuing.profile;

/** What a profile says of basicConstraints (RFC 5280 §4.2.1.9). */
public enum BasicConstraints {
  /** No such extension: an end entity. */
  ABSENT,
  /** A CA without limit of path length. */
  CA,
  /** A CA that certifies end entities only: path length 0. */
  CA_PATH_0;

  public boolean isCa() {
    return this != ABSENT;
  }

  static BasicConstraints parse(String text) {
    return switch (text) {
      case "absent" -> ABSENT;
      case "ca" -> CA;
      case "ca:0" -> CA_PATH_0;
      default -> throw new IllegalArgumentException("must be absent, ca or ca:0, found " + text);
    };
  }
}
