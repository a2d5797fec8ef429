package org.vouchseal.keyservice.key;

import org.vouchseal.hsm.Wrapped;

/**
 * A private key as it is stored.
 *
 * @param blob 12 octets of nonce, then the PrivateKeyInfo under AES-256-GCM and its data key, then
 *     16 octets of tag; not copied
 * @param dataKey the data key, wrapped by a key of the token
 */
public record SealedKey(byte[] blob, Wrapped dataKey) {

  @Override
  public String toString() {
    return "SealedKey[" + blob.length + " octets, " + dataKey + "]";
  }
}
