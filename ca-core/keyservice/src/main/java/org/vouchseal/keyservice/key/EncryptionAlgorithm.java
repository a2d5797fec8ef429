package org.vouchseal.keyservice.key;

import java.util.HexFormat;

/** The kinds of encryption keys that the key service makes. */
public enum EncryptionAlgorithm {
  /** RSA with 3072 bits and exponent 65537; every mail client reads it. Comes from the pool. */
  RSA_3072("RSA", "308201a2300d06092a864886f70d01010105000382018f003082018a0282018100"),
  /** Elliptic curve P-256, made on request. */
  P_256("EC", "3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private final String family;
  private final String spkiBegin;

  EncryptionAlgorithm(String family, String spkiBegin) {
    this.family = family;
    this.spkiBegin = spkiBegin;
  }

  /** The name that the Java Cryptography Architecture has for such keys. */
  public String family() {
    return family;
  }

  /**
   * The kind of a public key, by the octets with which every SubjectPublicKeyInfo of that kind and
   * size begins.
   *
   * @throws IllegalArgumentException when it is of no kind that the key service makes
   */
  public static EncryptionAlgorithm of(byte[] subjectPublicKeyInfo) {
    String hex = HexFormat.of().formatHex(subjectPublicKeyInfo);
    for (EncryptionAlgorithm candidate : values()) {
      if (hex.startsWith(candidate.spkiBegin)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("the public key is of no kind that the key service makes");
  }
}
