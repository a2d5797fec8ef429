package org.vouchseal.issuing.issuance;

import static org.vouchseal.issuing.issuance.RefusalReason.KEY_NOT_ALLOWED;
import static org.vouchseal.issuing.issuance.RefusalReason.KEY_WEAK;
import static org.vouchseal.issuing.issuance.RefusalReason.NAMES_NOT_ALLOWED;
import static org.vouchseal.issuing.issuance.RefusalReason.NOT_AUTHORIZED;

import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.key.PublicKeyCheck;
import org.vouchseal.issuing.profile.CertificateProfile;

/** What can be refused before anything is planned. */
final class RequestCheck {

  private final PublicKeyCheck keys;
  private final ReceiptCheck receipts;

  RequestCheck(PublicKeyCheck keys, ReceiptCheck receipts) {
    this.keys = keys;
    this.receipts = receipts;
  }

  Optional<Refused> refusal(CertificateProfile profile, IssuanceRequest request) {
    return authority(profile, request)
        .or(() -> key(profile, request))
        .or(() -> names(profile, request))
        .or(() -> receipts.refusal(profile, request));
  }

  private static Optional<Refused> authority(CertificateProfile profile, IssuanceRequest request) {
    if (profile.basicConstraints().isCa() || !profile.issuers().contains(request.issuer())) {
      return Optional.of(
          new Refused(NOT_AUTHORIZED, request.issuer() + " does not issue " + profile.name()));
    }
    boolean bound =
        request.tier().isPresent() && request.order().isPresent() && request.owner().isPresent();
    boolean free =
        request.tier().isEmpty() && request.order().isEmpty() && request.owner().isEmpty();
    return (profile.endEntity() ? bound : free)
        ? Optional.empty()
        : Optional.of(
            new Refused(
                NOT_AUTHORIZED,
                "order, owner and tier belong to end entities, and to all of them"));
  }

  private Optional<Refused> key(CertificateProfile profile, IssuanceRequest request) {
    return keys.fault(profile, request.subjectPublicKeyInfo())
        .map(fault -> new Refused(fault.weak() ? KEY_WEAK : KEY_NOT_ALLOWED, fault.text()));
  }

  private static Optional<Refused> names(CertificateProfile profile, IssuanceRequest request) {
    if (profile.mailboxes() == request.mailboxes().isEmpty()) {
      return Optional.of(
          new Refused(
              NAMES_NOT_ALLOWED,
              request.mailboxes().size() + " mailboxes do not fit " + profile.name()));
    }
    List<String> faults =
        profile.subject().faults(request.tier(), request.subject(), request.mailboxes());
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(new Refused(NAMES_NOT_ALLOWED, String.join("; ", faults)));
  }
}
