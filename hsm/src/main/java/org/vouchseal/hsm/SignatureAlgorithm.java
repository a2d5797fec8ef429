package org.vouchseal.hsm;

/** Signature algorithms Vouchseal makes and accepts; SHA-1 and MD5 have no entry on purpose. */
public enum SignatureAlgorithm {
  ECDSA_SHA256("SHA256withECDSA", "1.2.840.10045.4.3.2"),
  ECDSA_SHA384("SHA384withECDSA", "1.2.840.10045.4.3.3"),
  ECDSA_SHA512("SHA512withECDSA", "1.2.840.10045.4.3.4"),
  RSA_SHA256("SHA256withRSA", "1.2.840.113549.1.1.11"),
  RSA_SHA384("SHA384withRSA", "1.2.840.113549.1.1.12"),
  RSA_SHA512("SHA512withRSA", "1.2.840.113549.1.1.13"),
  ED25519("Ed25519", "1.3.101.112");

  private final String jcaName;
  private final String oid;

  SignatureAlgorithm(String jcaName, String oid) {
    this.jcaName = jcaName;
    this.oid = oid;
  }

  /** The name that the Java Cryptography Architecture uses. */
  public String jcaName() {
    return jcaName;
  }

  /** The object identifier of the algorithm, dotted decimal. */
  public String oid() {
    return oid;
  }

  /** What a key of this kind signs with in Vouchseal. */
  public static SignatureAlgorithm preferredFor(KeyAlgorithm key) {
    return switch (key) {
      case P256 -> ECDSA_SHA256;
      case P384 -> ECDSA_SHA384;
      case ED25519 -> ED25519;
      case RSA2048, RSA3072, RSA4096 -> RSA_SHA256;
      case AES256 -> throw new IllegalArgumentException("a symmetric key does not sign");
    };
  }
}
