package org.vouchseal.issuing.issuance;

import static org.vouchseal.issuing.issuance.RefusalReason.RECEIPT_INVALID;
import static org.vouchseal.issuing.issuance.RefusalReason.RECEIPT_MISSING;
import static org.vouchseal.issuing.issuance.RefusalReason.RECEIPT_NOT_ALLOWED;

import java.util.Optional;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.SpkiDigest;

/**
 * No encryption certificate without its escrowed key, and no escrowed key in any other certificate:
 * holds the key service's receipt against the request.
 */
final class ReceiptCheck {

  private final TbsSigner signer;
  private final byte[] receiptKey;

  /**
   * A check against one key.
   *
   * @param receiptKey DER SubjectPublicKeyInfo of the key service's receipt key
   */
  ReceiptCheck(TbsSigner signer, byte[] receiptKey) {
    this.signer = signer;
    this.receiptKey = receiptKey.clone();
  }

  Optional<Refused> refusal(CertificateProfile profile, IssuanceRequest request) {
    if (!profile.escrowed()) {
      return request
          .receipt()
          .map(r -> new Refused(RECEIPT_NOT_ALLOWED, "keys in escrow are refused here"));
    }
    if (request.receipt().isEmpty()) {
      return Optional.of(new Refused(RECEIPT_MISSING, "the key is not known to be in escrow"));
    }
    return fault(request.receipt().get(), request)
        .map(text -> new Refused(RECEIPT_INVALID, "escrow receipt: " + text));
  }

  private Optional<String> fault(SignedReceipt signed, IssuanceRequest request) {
    EscrowReceipt receipt = signed.receipt();
    if (!signer.verifies(
        receipt.statement(), SignatureAlgorithm.ECDSA_SHA256, signed.signature(), receiptKey)) {
      return Optional.of("the signature is wrong");
    }
    if (!receipt.spki().equals(SpkiDigest.of(request.subjectPublicKeyInfo()))) {
      return Optional.of("it names another key");
    }
    if (!request.owner().equals(Optional.of(receipt.owner()))) {
      return Optional.of("it names another owner");
    }
    if (!request.order().equals(Optional.of(receipt.order()))) {
      return Optional.of("it names another order");
    }
    return Optional.empty();
  }
}
