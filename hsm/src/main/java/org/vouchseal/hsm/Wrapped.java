package org.vouchseal.hsm;

/**
 * A wrapped secret as it is stored.
 *
 * @param keyVersion the version of the wrapping key
 * @param box 12 octets of nonce, then ciphertext, then 16 octets of tag; not copied
 */
public record Wrapped(int keyVersion, byte[] box) {

  @Override
  public String toString() {
    return "Wrapped[keyVersion=" + keyVersion + ", " + box.length + " octets]";
  }
}
