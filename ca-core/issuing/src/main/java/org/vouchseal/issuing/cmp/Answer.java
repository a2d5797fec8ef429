package org.vouchseal.issuing.cmp;

/**
 * An answer that is ready to go.
 *
 * @param nonce its senderNonce; not copied
 * @param der DER of the PKIMessage; not copied
 */
record Answer(byte[] nonce, byte[] der) {

  /** The same, as it is stored for the message with that digest. */
  CmpTransactionStore.Answered to(String messageDigest) {
    return new CmpTransactionStore.Answered(messageDigest, nonce, der);
  }
}
