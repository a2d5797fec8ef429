package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes a former owner's objection to a new owner of his mailbox: his certificates are then not
 * revoked, and people decide. Who objects is known by what he signed; whoever brings it proves
 * nothing by that. Repeating an objection changes nothing and is granted.
 */
public final class ObjectToSuccession {

  /** Keeps an objection from being taken for a proof of ownership, whose text is the reference. */
  private static final String STATEMENT = "vouchseal-objection-1:";

  private final Transactions transactions;
  private final OwnerStore owners;
  private final ObjectionStore objections;
  private final OwnerProofs proofs;
  private final OwnerRule rule;
  private final AuditTrail audit;
  private final Clock clock;

  ObjectToSuccession(RegistrarParts parts, OwnerRule rule) {
    this.transactions = parts.transactions();
    this.owners = parts.owners();
    this.objections = parts.objections();
    this.proofs = parts.proofs();
    this.rule = rule;
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /**
   * Judges the proof and stops the revocation; gives the reference.
   *
   * @param reference the new owner's order
   * @param proof DER of a SignedData over {@code vouchseal-objection-1:REFERENCE} under a signing
   *     certificate of the former owner that is valid now
   */
  public Outcome<Reference, Problem> object(Reference reference, byte[] proof) {
    Optional<OwnerProofs.Signer> signer = proofs.signerOf(proof, STATEMENT + reference);
    return transactions.run(() -> decide(reference, proof, signer.flatMap(rule::certificateOf)));
  }

  private Outcome<Reference, Problem> decide(
      Reference reference, byte[] proof, Optional<IssuedCertificate> certificate) {
    List<OwnerSuccession> all = owners.causedByAndLock(reference);
    if (all.isEmpty()) {
      return Outcome.refused(ObjectionRefusals.unknown(reference));
    }
    Optional<OwnerId> signer = certificate.flatMap(IssuedCertificate::owner);
    if (certificate.isEmpty() || signer.isEmpty()) {
      return Outcome.refused(ObjectionRefusals.notProved(STATEMENT + reference));
    }
    List<OwnerSuccession> his =
        all.stream().filter(s -> s.formerOwner().equals(signer.get())).toList();
    if (his.isEmpty()) {
      return Outcome.refused(ObjectionRefusals.notYours(reference));
    }
    String digest = Sha256.hex(proof);
    if (objections.proofDigest(reference, signer.get()).filter(digest::equals).isPresent()) {
      return Outcome.of(reference);
    }
    if (!certificate.get().isValid(clock.instant())) {
      return Outcome.refused(ObjectionRefusals.notValid());
    }
    return stop(
        his,
        new Objection(
            reference, signer.get(), certificate.get().serial(), proof, digest, clock.instant()));
  }

  private Outcome<Reference, Problem> stop(List<OwnerSuccession> his, Objection objection) {
    Instant now = objection.acceptedAt();
    List<OwnerSuccession> open =
        his.stream()
            .filter(s -> s.state() == OwnerSuccession.State.NOTED && now.isBefore(s.dueAt()))
            .filter(s -> owners.settle(s, OwnerSuccession.State.OBJECTED))
            .toList();
    boolean objected = his.stream().anyMatch(s -> s.state() == OwnerSuccession.State.OBJECTED);
    if (open.isEmpty()) {
      return objected
          ? Outcome.of(objection.reference())
          : Outcome.refused(ObjectionRefusals.tooLate(his.get(0).dueAt()));
    }
    objections.keep(objection);
    open.forEach(succession -> audit.append(event(succession, objection)));
    return Outcome.of(objection.reference());
  }

  private static AuditEvent event(OwnerSuccession succession, Objection objection) {
    return new AuditEvent(
        "owner.succession.objected",
        "owner:" + objection.formerOwner(),
        "owner:" + succession.formerOwner(),
        Map.of(
            "order", succession.reference().value(),
            "newOwner", succession.newOwner().value(),
            "serial", objection.serial().hex(),
            "proof", objection.proofDigest()));
  }
}
