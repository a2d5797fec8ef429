package org.vouchseal.validation.enrolment;

import java.util.regex.Pattern;

/**
 * How a client marks a request that it may send again. Whoever knows the key can repeat the request
 * and gets its answer, so what has no room for 128 random bits, or is plainly not random, is
 * refused. That a key was drawn at random cannot be seen; that remains the client's duty.
 *
 * @param key its Idempotency-Key
 * @param bodyDigest digest of the request's body
 */
public record Repetition(String key, String bodyDigest) {

  private static final int LONGEST = 255;
  private static final int FEWEST_CHARACTERS = 22;
  private static final int FEWEST_HEX_DIGITS = 32;
  private static final int FEWEST_DECIMAL_DIGITS = 39;
  private static final int FEWEST_KINDS = 6;
  private static final int FEWEST_TURNS = 12;
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
  private static final Pattern DECIMAL = Pattern.compile("[0-9-]+");
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f-]+");
  private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-.{12}");
  private static final Pattern RANDOM_UUID = Pattern.compile(".{14}4.{4}[89ABab].*");

  public Repetition {
    if (key.length() > LONGEST || !PRINTABLE.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "an Idempotency-Key has at most 255 characters, printable ASCII without space");
    }
    if (!hasRoom(key) || !looksRandom(key)) {
      throw new IllegalArgumentException(
          "an Idempotency-Key has at least 128 random bits: a version 4 UUID, 32 hexadecimal"
              + " digits, 39 decimal digits, or 22 letters and digits, without a pattern");
    }
  }

  private static boolean hasRoom(String key) {
    String digits = key.replace("-", "");
    if (DECIMAL.matcher(key).matches()) {
      return digits.length() >= FEWEST_DECIMAL_DIGITS || UUID.matcher(key).matches();
    }
    return HEX.matcher(key).matches()
        ? digits.length() >= FEWEST_HEX_DIGITS
        : key.length() >= FEWEST_CHARACTERS;
  }

  /**
   * Other UUIDs hold a time and an address; a true random key has these turns but for 1 in 10^9.
   */
  private static boolean looksRandom(String key) {
    if (UUID.matcher(key).matches() && !RANDOM_UUID.matcher(key).matches()) {
      return false;
    }
    int turns = 0;
    for (int i = 1; i < key.length(); i++) {
      turns += Math.abs(key.charAt(i) - key.charAt(i - 1)) > 1 ? 1 : 0;
    }
    return turns >= FEWEST_TURNS && key.chars().distinct().count() >= FEWEST_KINDS;
  }

  @Override
  public String toString() {
    return "repetition of " + bodyDigest;
  }
}
