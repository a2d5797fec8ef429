package org.vouchseal.issuing.registrar;

import java.util.Optional;
import org.vouchseal.model.SerialNumber;

/** Reads proofs by which an applicant shows that he is an owner: CMS SignedData (RFC 5652). */
@FunctionalInterface
public interface OwnerProofs {

  /**
   * Whose key signed exactly {@code statement}, as ASCII, inside or beside the SignedData.
   *
   * @return empty when the bytes are no such SignedData, have another content, not exactly one
   *     signer, or a signature that does not verify; whether the certificate is ours and valid is
   *     not said
   */
  Optional<Signer> signerOf(byte[] signedData, String statement);

  /**
   * A certificate whose key signed.
   *
   * @param serial its serial number
   * @param certificate its DER; not copied
   */
  record Signer(SerialNumber serial, byte[] certificate) {}
}
