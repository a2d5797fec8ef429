package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Who may order for an owner: a new owner is unknown so far; a known one is joined only with a
 * proof that the registrar verifies itself. Control of a mailbox never is such a proof.
 */
final class OwnerRule {

  private final OwnerStore owners;
  private final Certificates certificates;
  private final OwnerProofs proofs;
  private final AuditTrail audit;
  private final Clock clock;

  OwnerRule(
      OwnerStore owners,
      Certificates certificates,
      OwnerProofs proofs,
      AuditTrail audit,
      Clock clock) {
    this.owners = owners;
    this.certificates = certificates;
    this.proofs = proofs;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Who signed the proof in the order, if it holds one; costs a signature check, needs no state.
   */
  Optional<OwnerProofs.Signer> signer(EnrolmentOrder order) {
    return order.ownerProof().flatMap(proof -> proofs.signerOf(proof, order.reference().value()));
  }

  /** Applies the rule within the accepting transaction, and makes a new owner known. */
  Optional<Problem> applyInTransaction(
      EnrolmentOrder order, Optional<OwnerProofs.Signer> signer, Optional<Order> replaced) {
    Optional<OwnerStore.KnownOwner> known = owners.find(order.owner());
    if (known.isEmpty()) {
      return order.ownerProof().isPresent()
          ? Optional.of(Refusals.ownerNotProved(order.owner(), "no such owner is known"))
          : makeKnown(order);
    }
    if (!known.get().tenant().equals(order.tenant())) {
      return Optional.of(Refusals.ownerNotProved(order.owner(), "the tenant differs"));
    }
    boolean sameEnrolment =
        known.get().firstReference().equals(order.reference())
            && replaced.map(Order::owner).filter(order.owner()::equals).isPresent();
    if (sameEnrolment) {
      return Optional.empty();
    }
    return proves(signer, order.owner())
        ? Optional.empty()
        : Optional.of(
            Refusals.ownerNotProved(
                order.owner(), "no valid signing certificate of the owner signed the reference"));
  }

  /** The signer's certificate when it is a signing certificate of ours, valid or not. */
  Optional<IssuedCertificate> certificateOf(OwnerProofs.Signer signer) {
    return certificates
        .findShown(IssuingAuthority.SMIME, signer.serial(), signer.certificate())
        .filter(c -> c.keyClass() == KeyClass.SIGN);
  }

  /** Whether the signer's certificate is a signing certificate of the owner that is valid now. */
  boolean proves(Optional<OwnerProofs.Signer> signer, OwnerId owner) {
    return signer
        .flatMap(this::certificateOf)
        .filter(c -> c.isValid(clock.instant()))
        .flatMap(IssuedCertificate::owner)
        .filter(owner::equals)
        .isPresent();
  }

  private Optional<Problem> makeKnown(EnrolmentOrder order) {
    Reference reference = order.reference();
    owners.add(
        order.owner(), new OwnerStore.KnownOwner(order.tenant(), reference), clock.instant());
    audit.append(
        new AuditEvent(
            "owner.added",
            "ra:" + order.ra(),
            "owner:" + order.owner(),
            Map.of("order", reference.value())));
    return Optional.empty();
  }
}
