package org.vouchseal.keyservice.key;

import java.security.KeyPair;

/** Pairs that the code of the product cannot make. */
public final class KeyFixtures {

  private KeyFixtures() {}

  /** The public half of one key with the private half of another. */
  public static EncryptionKeyPair mismatched(KeyPair publicOf, KeyPair privateOf) {
    return new EncryptionKeyPair(
        publicOf.getPublic().getEncoded(), privateOf.getPrivate().getEncoded());
  }

  /** The same of two pairs that were made here. */
  public static EncryptionKeyPair mismatched(
      EncryptionKeyPair publicOf, EncryptionKeyPair privateOf) {
    return new EncryptionKeyPair(
        publicOf.subjectPublicKeyInfo(), privateOf.withPrivateKeyInfo(byte[]::clone));
  }

  /** Both halves of a key from outside. */
  public static EncryptionKeyPair of(KeyPair keys) {
    return mismatched(keys, keys);
  }
}
