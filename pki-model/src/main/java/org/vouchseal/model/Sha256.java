package org.vouchseal.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {

  private Sha256() {}

  /** The digest, 32 octets. */
  public static byte[] of(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The digest as 64 lower-case hexadecimal digits. */
  public static String hex(byte[] octets) {
    return HexFormat.of().formatHex(of(octets));
  }

  /** The same of a text's ASCII, as statements on the wire are named. */
  public static String hex(String ascii) {
    return hex(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
