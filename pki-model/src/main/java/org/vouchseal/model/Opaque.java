package org.vouchseal.model;

import java.security.SecureRandom;

/** Random identifiers that carry no meaning: Crockford base32 in lower case, 130 bits. */
final class Opaque {

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26;

  private Opaque() {}

  static String random(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS[random.nextInt(DIGITS.length)]);
    }
    return text.toString();
  }

  /** 1 to 64 characters of a-z, 0-9 and hyphen: safe in file names, logs, URLs and mail. */
  static String checked(String value, String kind) {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException(kind + " must have 1 to 64 characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      if (!plain) {
        throw new IllegalArgumentException(
            kind + " may hold a-z, 0-9 and hyphen only, found another character at " + i);
      }
    }
    return value;
  }
}
