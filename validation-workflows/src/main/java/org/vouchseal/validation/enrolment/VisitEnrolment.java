package org.vouchseal.validation.enrolment;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.mailbox.ChallengeMailbox;
import org.vouchseal.validation.outbox.MailTexts;

/** What the holder of the token does with an open enrolment besides proving the mailbox. */
public final class VisitEnrolment {

  private static final String MAILBOX_REFUSED =
      "the mail system refuses mail to this mailbox; start a new enrolment with the right address";
  private static final int LONGEST_PROOF = 16 * 1024;

  private final Transactions transactions;
  private final EnrolmentStore enrolments;
  private final EnrolmentDoor door;
  private final ChallengeMailbox challenges;
  private final ProofCertificates proofs;
  private final KnownOwners owners;
  private final AuditTrail audit;
  private final Clock clock;
  private final String publicUrl;

  public VisitEnrolment(
      Transactions transactions,
      EnrolmentStore enrolments,
      ChallengeMailbox challenges,
      ProofCertificates proofs,
      KnownOwners owners,
      AuditTrail audit,
      Clock clock,
      String publicUrl) {
    this.transactions = transactions;
    this.enrolments = enrolments;
    this.door = new EnrolmentDoor(enrolments);
    this.challenges = challenges;
    this.proofs = proofs;
    this.owners = owners;
    this.audit = audit;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  /** Where it stands; changes nothing. */
  public Outcome<Enrolment, Refusal> show(Reference id, AccessToken token) {
    return transactions.run(() -> door.open(id, token));
  }

  /** Why it is where it is, in words for the applicant; changes nothing. */
  public Optional<String> reason(Enrolment enrolment) {
    return enrolment.fold(
        this::undelivered,
        approved -> Optional.empty(),
        issued ->
            issued
                .revalidation()
                .map(
                    open ->
                        "your mailbox was proved last at "
                            + issued.provedAt().truncatedTo(ChronoUnit.SECONDS)
                            + ", too long ago for the renewal that waits"),
        ended -> Optional.of(ended.reason()));
  }

  private Optional<String> undelivered(Enrolment.MailboxPending pending) {
    Reference id = pending.dossier().id();
    return transactions.run(() -> challenges.mailboxWasRefused(id))
        ? Optional.of(MAILBOX_REFUSED)
        : Optional.empty();
  }

  /**
   * Sends a new code and voids the former; not when all is over, nor when certificates are issued
   * and no renewal waits.
   */
  public Outcome<Enrolment, Refusal> sendNewCode(
      Reference id, AccessToken token, Optional<ClientAddress> client) {
    return transactions.run(
        () ->
            door.openAndLock(id, token)
                .then(VisitEnrolment::whileCodesAreSent)
                .then(enrolment -> send(enrolment, client)));
  }

  /**
   * Keeps a proof that the applicant is the owner of earlier certificates; it goes with the order,
   * which is then for that owner, and the registrar verifies it.
   *
   * @param cms DER of a SignedData over the enrolment's id
   */
  public Outcome<Enrolment, Refusal> keepOwnerProof(Reference id, AccessToken token, byte[] cms) {
    return transactions.run(
        () ->
            door.openAndLock(id, token)
                .then(VisitEnrolment::beforeTheOrder)
                .then(enrolment -> keep(enrolment, cms)));
  }

  private Outcome<Enrolment, Refusal> send(Enrolment enrolment, Optional<ClientAddress> client) {
    Dossier dossier = enrolment.dossier();
    return challenges
        .sendInTransaction(
            dossier.id(), dossier.mailbox(), client, text(enrolment), clock.instant())
        .<Outcome<Enrolment, Refusal>>map(Outcome::refused)
        .orElseGet(() -> Outcome.of(enrolment));
  }

  private MailTexts.CodeMail text(Enrolment enrolment) {
    return enrolment.<MailTexts.CodeMail>fold(
        pending -> MailTexts::code,
        approved -> MailTexts::code,
        issued -> new MailTexts.Renewing(publicUrl, issued.dossier().id()),
        ended -> MailTexts::code);
  }

  private Outcome<Enrolment, Refusal> keep(Enrolment enrolment, byte[] cms) {
    if (cms.length == 0 || cms.length > LONGEST_PROOF || cms[0] != 0x30) {
      return Outcome.refused(
          Refusal.ofFields(
              List.of(new Refusal.FieldFault("/cms", "must be the DER of a CMS SignedData"))));
    }
    Reference id = enrolment.dossier().id();
    Set<OwnerId> found = new HashSet<>();
    proofs.serialsIn(cms).forEach(serial -> owners.ownerOf(serial).ifPresent(found::add));
    if (found.size() != 1) {
      return Outcome.refused(ownerUnknown());
    }
    OwnerId owner = found.iterator().next();
    enrolments.keepOwnerProof(id, new OwnerProof(owner, cms));
    audit.append(
        new AuditEvent(
            "enrolment.owner-proof-kept",
            "applicant:" + id,
            "enrolment:" + id,
            Map.of("sha256", Sha256.hex(cms), "owner", owner.value())));
    return Outcome.of(enrolment);
  }

  /** Grants an enrolment in which codes still count for something. */
  public static Outcome<Enrolment, Refusal> whileCodesCount(Enrolment enrolment) {
    return enrolment.fold(
        Outcome::of,
        Outcome::of,
        issued -> Outcome.refused(orderUsed()),
        ended -> Outcome.refused(over(ended)));
  }

  private static Outcome<Enrolment, Refusal> whileCodesAreSent(Enrolment enrolment) {
    return enrolment.fold(
        Outcome::of,
        Outcome::of,
        issued ->
            issued.revalidation().isPresent() ? Outcome.of(issued) : Outcome.refused(orderUsed()),
        ended -> Outcome.refused(over(ended)));
  }

  private static Outcome<Enrolment, Refusal> beforeTheOrder(Enrolment enrolment) {
    return enrolment.fold(
        Outcome::of,
        approved -> Outcome.refused(orderMade()),
        issued -> Outcome.refused(orderMade()),
        ended -> Outcome.refused(over(ended)));
  }

  /** Certificates were issued already. */
  public static Refusal orderUsed() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "order-used",
        "no new secret was made",
        "certificates were issued for this enrolment already",
        "use them, or start a new enrolment");
  }

  private static Refusal ownerUnknown() {
    return Refusal.of(
        Problem.Kind.REFUSED,
        "owner-unknown",
        "the proof was not kept",
        "it holds no certificate of exactly one owner whom this service knows",
        "include the signing certificate in the SignedData; wait a minute when it is new");
  }

  /** The enrolment ended. */
  public static Refusal over(Enrolment.Ended ended) {
    return Refusal.of(
        Problem.Kind.GONE,
        "enrolment-ended",
        "the enrolment is over",
        "its state is " + ended.state() + ": " + ended.reason(),
        "start a new enrolment");
  }

  private static Refusal orderMade() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "order-made",
        "the proof was not kept",
        "the order was sent already, with a new owner",
        "start a new enrolment and add the proof before the code");
  }
}
