package org.vouchseal.issuing.registrar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what came over the wire, as 64 lower-case hexadecimal digits. */
final class Digests {

  private Digests() {}

  /** Of the ASCII of {@code text}. */
  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.US_ASCII));
  }

  static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
