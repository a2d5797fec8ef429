package org.vouchseal.keyservice.central;

/** The form of a private key inside a signed key package. */
public enum KeyContent {
  /** AsymmetricKeyPackage of RFC 5958, as RFC 9810 §5.2.2 asks: the rule. */
  ASYMMETRIC_KEY_PACKAGE,
  /** A bare PrivateKeyInfo, which openssl and the BouncyCastle clients of today read. */
  PRIVATE_KEY_INFO
}
