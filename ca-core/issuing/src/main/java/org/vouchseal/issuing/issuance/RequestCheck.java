package org.vouchseal.issuing.issuance;

import static org.vouchseal.issuing.issuance.RefusalReason.KEY_NOT_ALLOWED;
import static org.vouchseal.issuing.issuance.RefusalReason.KEY_WEAK;
import static org.vouchseal.issuing.issuance.RefusalReason.NAMES_NOT_ALLOWED;
import static org.vouchseal.issuing.issuance.RefusalReason.NOT_AUTHORIZED;
import static org.vouchseal.issuing.issuance.RefusalReason.ORDER_NOT_BELIEVED;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.key.PublicKeyCheck;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/** What can be refused before anything is planned. */
final class RequestCheck {

  private final CertificateProfiles profiles;
  private final Map<String, IssuingAuthority> authorities;
  private final PublicKeyCheck keys;
  private final ReceiptCheck receipts;
  private final ApprovedOrders orders;

  RequestCheck(
      CertificateProfiles profiles,
      Map<String, IssuingAuthority> authorities,
      PublicKeyCheck keys,
      ReceiptCheck receipts,
      ApprovedOrders orders) {
    this.profiles = profiles;
    this.authorities = Map.copyOf(authorities);
    this.keys = keys;
    this.receipts = receipts;
    this.orders = orders;
  }

  Outcome<ApprovedRequest, Refused> approve(IssuanceRequest request) {
    Optional<CertificateProfile> profile = profiles.find(request.profile());
    IssuingAuthority authority = authorities.get(request.issuer());
    if (profile.isEmpty() || authority == null) {
      return Outcome.refused(
          new Refused(
              NOT_AUTHORIZED, "no profile " + request.profile() + " of " + request.issuer()));
    }
    return refusal(profile.get(), request)
        .<Outcome<ApprovedRequest, Refused>>map(Outcome::refused)
        .orElseGet(() -> Outcome.of(new ApprovedRequest(request, profile.get(), authority)));
  }

  private Optional<Refused> refusal(CertificateProfile profile, IssuanceRequest request) {
    return authority(profile, request)
        .or(() -> key(profile, request.subjectPublicKeyInfo()))
        .or(() -> names(profile, request))
        .or(() -> receipts.refusal(profile, request))
        .or(() -> order(request));
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

  /** Why keys like this one are not certified under the profile, whoever holds it. */
  Optional<Refused> keyRefusal(ProfileName profile, byte[] subjectPublicKeyInfo) {
    return profiles.find(profile).flatMap(found -> key(found, subjectPublicKeyInfo));
  }

  private Optional<Refused> key(CertificateProfile profile, byte[] subjectPublicKeyInfo) {
    return keys.fault(profile, subjectPublicKeyInfo)
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

  private Optional<Refused> order(IssuanceRequest request) {
    return request
        .order()
        .flatMap(
            reference ->
                orders
                    .approved(reference, request)
                    .fold(approved -> difference(approved, request), Optional::of));
  }

  private static Optional<Refused> difference(ApprovedOrder approved, IssuanceRequest request) {
    if (!approved.profiles().contains(request.profile())) {
      return Optional.of(
          new Refused(NOT_AUTHORIZED, "profile " + request.profile() + " was not ordered"));
    }
    boolean same =
        request.order().equals(Optional.of(approved.reference()))
            && request.owner().equals(Optional.of(approved.owner()))
            && request.tier().equals(Optional.of(approved.tier()))
            && request.subject().equals(approved.subject())
            && request.mailboxes().equals(approved.mailboxes())
            && request.validity().equals(approved.validity());
    return same
        ? Optional.empty()
        : Optional.of(
            new Refused(ORDER_NOT_BELIEVED, "the request says something else than the order"));
  }
}
