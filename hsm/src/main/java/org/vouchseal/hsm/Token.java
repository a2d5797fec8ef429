package org.vouchseal.hsm;

/**
 * A place where keys live and are used: a software key store or a PKCS#11 slot.
 *
 * <p>Guarantees: a key is reached only through the capability of its purpose; private and secret
 * keys never leave through this interface. Safe for use by many threads. It does not log and does
 * not audit: the room that uses a key does.
 */
public interface Token {

  /** The name of the token in logs and audit rows; no secret. */
  String name();

  /** The key of a purpose with {@link Capability#SIGN}. Throws {@link KeyAbsent} when missing. */
  SigningKey signing(KeyPurpose purpose);

  /**
   * The key of a purpose with {@link Capability#DECRYPT}. Throws {@link KeyAbsent} when missing.
   */
  DecryptionKey decryption(KeyPurpose purpose);

  /** The key of a purpose with {@link Capability#DERIVE}. Throws {@link KeyAbsent} when missing. */
  AgreementKey agreement(KeyPurpose purpose);

  /** The key of a purpose with {@link Capability#WRAP}. Throws {@link KeyAbsent} when missing. */
  WrappingKey wrapping(KeyPurpose purpose);
}
