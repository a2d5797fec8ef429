package org.vouchseal.messages.cmp;

import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Who signed a message: the signature holds, and the certificate leads to one of our CAs and is
 * within its validity. Not checked: revocation, and what the signer may do.
 *
 * @param certificate DER of the signer's certificate as received; not copied
 * @param holder the same, decoded
 */
public record VerifiedSigner(byte[] certificate, X509CertificateHolder holder) {

  @Override
  public String toString() {
    return "VerifiedSigner[serial " + holder.getSerialNumber().toString(16) + "]";
  }
}
