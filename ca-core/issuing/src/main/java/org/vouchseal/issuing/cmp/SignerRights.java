package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/**
 * What the holder of a certificate may do: act under the order of a valid, confirmed, unrevoked
 * signing certificate. The one place that decides it for every body; needs a running transaction.
 */
final class SignerRights {

  private final Certificates certificates;
  private final OrderStore orders;
  private final Clock clock;

  SignerRights(Certificates certificates, OrderStore orders, Clock clock) {
    this.certificates = certificates;
    this.orders = orders;
    this.clock = clock;
  }

  /** The order that the signer may act under, not locked, whatever its own state. */
  Outcome<Order, CmpRefusal> order(Requester.UnderSignature requester) {
    Optional<IssuedCertificate> ours =
        certificates
            .find(IssuingAuthority.SMIME, requester.serial())
            .filter(c -> Arrays.equals(c.der(), requester.signer().certificate()));
    if (ours.isEmpty()) {
      return Outcome.refused(
          CmpFailure.SIGNER_NOT_TRUSTED.because(
              "the signer's certificate is not one of this authority"));
    }
    IssuedCertificate signer = ours.get();
    if (signer.revocation().isPresent()) {
      return Outcome.refused(
          CmpFailure.CERT_REVOKED.because("the signer's certificate is revoked"));
    }
    if (signer.keyClass() != KeyClass.SIGN || !signer.isValid(clock.instant())) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "the signer's certificate is not a confirmed signing certificate that is valid now"));
    }
    return Outcome.of(
        signer.order().flatMap(orders::find),
        () -> CmpFailure.NOT_AUTHORIZED.because("the signer's certificate belongs to no order"));
  }
}
