package org.vouchseal.keyservice.key;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The kinds of encryption keys that the key service keeps; the ones that it makes are among them.
 */
public enum EncryptionAlgorithm {
  /** RSA with 3072 bits and exponent 65537; every mail client reads it. Comes from the pool. */
  RSA_3072("RSA", "308201a2300d06092a864886f70d01010105000382018f003082018a0282018100"),
  /** Elliptic curve P-256, made on request. */
  P_256("EC", "3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
  /** RSA with 2048 bits; brought by clients only. */
  RSA_2048("RSA", "30820122300d06092a864886f70d01010105000382010f003082010a0282010100"),
  /** RSA with 4096 bits; brought by clients only. */
  RSA_4096("RSA", "30820222300d06092a864886f70d01010105000382020f003082020a0282020100"),
  /** Elliptic curve P-384; brought by clients only. */
  P_384("EC", "3076301006072a8648ce3d020106052b8104002203620004");

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
   * @throws IllegalArgumentException when it is of no kind that the key service keeps
   */
  public static EncryptionAlgorithm of(byte[] subjectPublicKeyInfo) {
    return find(subjectPublicKeyInfo)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the public key is of no kind that the key service keeps"));
  }

  /** As {@link #of}, for keys that come from outside. */
  public static Optional<EncryptionAlgorithm> find(byte[] subjectPublicKeyInfo) {
    String hex = HexFormat.of().formatHex(subjectPublicKeyInfo);
    for (EncryptionAlgorithm candidate : values()) {
      if (hex.startsWith(candidate.spkiBegin)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
