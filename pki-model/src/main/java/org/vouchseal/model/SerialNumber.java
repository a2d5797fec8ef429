package org.vouchseal.model;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The serial number of a certificate: positive, at most 20 octets (RFC 5280 §4.1.2.2).
 *
 * @param value the number, 0 &lt; value &lt; 2^159
 */
public record SerialNumber(BigInteger value) {

  private static final int OWN_OCTETS = 16;

  public SerialNumber {
    if (value.signum() <= 0 || value.bitLength() > 159) {
      throw new IllegalArgumentException("serial number must be positive and below 2^159");
    }
  }

  /**
   * A fresh serial number: 16 octets whose first two bits are {@code 01}, so that the encoding has
   * always the same length, and 126 bits from {@code random}.
   */
  public static SerialNumber random(SecureRandom random) {
    byte[] octets = new byte[OWN_OCTETS];
    random.nextBytes(octets);
    octets[0] = (byte) ((octets[0] & 0x3f) | 0x40);
    return new SerialNumber(new BigInteger(1, octets));
  }

  /** Reads the lower-case or upper-case hexadecimal form without sign or separators. */
  public static SerialNumber ofHex(String hex) {
    return new SerialNumber(new BigInteger(1, HexFormat.of().parseHex(hex)));
  }

  /** Lower-case hexadecimal with an even number of digits, no sign octet. */
  public String hex() {
    String digits = value.toString(16);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  @Override
  public String toString() {
    return hex();
  }
}
