package org.vouchseal.keyservice.archive;

import java.util.HexFormat;
import org.vouchseal.keyservice.central.VerifiedAsk.CertificateHolder;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;

/**
 * A request whose protection holds, and that brings its own key.
 *
 * @param transactionId 1 to 64 octets; not copied
 * @param requestDigest SHA-256 of the whole message, 64 lower-case hexadecimal digits
 * @param subjectPublicKeyInfo DER of the template's publicKey; not copied
 * @param algorithm its kind
 * @param envelopedData DER of what control pkiArchiveOptions holds; not copied
 * @param sender who signed it
 */
public record VerifiedArchive(
    byte[] transactionId,
    String requestDigest,
    byte[] subjectPublicKeyInfo,
    EncryptionAlgorithm algorithm,
    byte[] envelopedData,
    CertificateHolder sender) {

  @Override
  public String toString() {
    return "VerifiedArchive[transaction " + HexFormat.of().formatHex(transactionId) + "]";
  }
}
