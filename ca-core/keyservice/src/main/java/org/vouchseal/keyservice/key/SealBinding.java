package org.vouchseal.keyservice.key;

/**
 * What a sealed key is bound to: the additional authenticated data of its two layers. Changing any
 * fact of it makes the key refuse to open.
 */
public interface SealBinding {

  /** Bound to the encrypted private key; says nothing of the wrapping key's version. */
  byte[] blobData();

  /**
   * Bound to the wrapped data key.
   *
   * @param keyVersion version of the wrapping key
   * @param blobDigest SHA-256 over the blob and its {@link #blobData}
   */
  byte[] wrapData(int keyVersion, byte[] blobDigest);
}
