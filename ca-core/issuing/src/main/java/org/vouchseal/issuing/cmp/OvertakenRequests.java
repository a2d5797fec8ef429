package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.registrar.FormerOwners;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUse;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.SpkiDigest;

/**
 * What was true when a request was authorized and is not any more. Asked in the transaction that
 * would make a certificate visible or valid, with the order locked.
 */
final class OvertakenRequests {

  private final Certificates certificates;
  private final FormerOwners formerOwners;

  OvertakenRequests(CmpParts parts) {
    this.certificates = parts.certificates();
    this.formerOwners = parts.registrar().formerOwners();
  }

  /** Why nothing more may come of the request. */
  Optional<CmpRefusal> since(Requester requester, Order order, CmpTransaction transaction) {
    return signer(requester).or(() -> mailbox(order, transaction));
  }

  /** Why the key may not be certified. */
  Optional<CmpRefusal> since(SpkiDigest key) {
    return certificates.isCompromised(key)
        ? Optional.of(
            CmpFailure.BAD_CERT_TEMPLATE.because(
                "a certificate of this key was revoked for keyCompromise"))
        : Optional.empty();
  }

  private Optional<CmpRefusal> signer(Requester requester) {
    boolean revoked =
        requester.<Boolean>fold(
            secret -> false,
            signature -> certificates.isRevoked(IssuingAuthority.SMIME, signature.serial()),
            authority -> false);
    return revoked
        ? Optional.of(
            CmpFailure.CERT_REVOKED.because("the signer's certificate was revoked meanwhile"))
        : Optional.empty();
  }

  private Optional<CmpRefusal> mailbox(Order order, CmpTransaction transaction) {
    return transaction.takenUse().equals(OrderUse.SIGNING) && formerOwners.wasOvertaken(order)
        ? Optional.of(
            CmpFailure.NOT_AUTHORIZED.because(
                "somebody else proved the mailbox since; begin a new enrolment"))
        : Optional.empty();
  }
}
