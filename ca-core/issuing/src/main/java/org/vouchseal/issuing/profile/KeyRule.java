package org.vouchseal.issuing.profile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of key that a profile allows.
 *
 * @param family the kind
 * @param minimumBits smallest size, inclusive: of the modulus or of the field
 * @param maximumBits largest size, inclusive
 */
public record KeyRule(KeyFamily family, int minimumBits, int maximumBits) {

  private static final Pattern RSA = Pattern.compile("RSA ([0-9]{4,5})-([0-9]{4,5})");
  private static final Pattern CURVE = Pattern.compile("P-(256|384|521)");
  private static final int LARGEST_MODULUS = 8192;

  public KeyRule {
    if (family == KeyFamily.RSA && (minimumBits < 2048 || maximumBits > LARGEST_MODULUS)) {
      throw new IllegalArgumentException("RSA sizes must lie within 2048 and " + LARGEST_MODULUS);
    }
    if (minimumBits > maximumBits) {
      throw new IllegalArgumentException("sizes " + minimumBits + "-" + maximumBits + " are empty");
    }
  }

  /** Reads {@code P-256}, {@code Ed25519} or {@code RSA 2048-8192}. */
  static KeyRule parse(String text) {
    Matcher rsa = RSA.matcher(text);
    if (rsa.matches()) {
      return new KeyRule(
          KeyFamily.RSA, Integer.parseInt(rsa.group(1)), Integer.parseInt(rsa.group(2)));
    }
    Matcher curve = CURVE.matcher(text);
    if (curve.matches()) {
      int bits = Integer.parseInt(curve.group(1));
      return new KeyRule(KeyFamily.EC, bits, bits);
    }
    if (text.toLowerCase(Locale.ROOT).equals("ed25519")) {
      return new KeyRule(KeyFamily.ED25519, 255, 255);
    }
    throw new IllegalArgumentException("no such kind of key: " + text);
  }

  public boolean allows(KeyFamily other, int bits) {
    return other == family && bits >= minimumBits && bits <= maximumBits;
  }

  @Override
  public String toString() {
    return switch (family) {
      case RSA -> "RSA " + minimumBits + "-" + maximumBits;
      case EC -> "P-" + minimumBits;
      case ED25519 -> "Ed25519";
    };
  }
}
