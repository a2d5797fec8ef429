package org.vouchseal.model;

import java.util.HexFormat;

/**
 * SHA-256 of the DER of a SubjectPublicKeyInfo: the name of a public key.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record SpkiDigest(String hex) {

  public SpkiDigest {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("SPKI digest must be 64 lower-case hexadecimal digits");
    }
  }

  /** Digests the DER encoding of a SubjectPublicKeyInfo, as {@code PublicKey.getEncoded} gives. */
  public static SpkiDigest of(byte[] subjectPublicKeyInfo) {
    return new SpkiDigest(Sha256.hex(subjectPublicKeyInfo));
  }

  /** Takes a digest that was computed before: exactly 32 octets. */
  public static SpkiDigest ofOctets(byte[] digest) {
    return new SpkiDigest(HexFormat.of().formatHex(digest));
  }

  /** The 32 octets of the digest; a fresh array. */
  public byte[] octets() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
