package org.vouchseal.validation.enrolment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps enrolments. Every method needs a running transaction. */
public interface EnrolmentStore {

  void insert(Enrolment.MailboxPending enrolment);

  Optional<Enrolment> find(Reference id);

  /** As {@link #find}; until the end of the transaction nobody else changes it. */
  Optional<Enrolment> findAndLock(Reference id);

  /** Writes the present state over the one that was locked. */
  void update(Enrolment enrolment);

  /** Keeps a proof that the applicant is a known owner, in place of another. */
  void keepOwnerProof(Reference id, OwnerProof proof);

  Optional<OwnerProof> ownerProof(Reference id);

  /** Ids of enrolments with a mailbox never proved whose end has come, few at a time. */
  List<Reference> overdue(Instant now, int limit);

  /** Plans the next look at the registrar's books. */
  void lookAt(Reference id, Instant when);

  /** Plans the next look, and counts looks from the beginning again. */
  void lookAfresh(Reference id, Instant when);

  /** Plans the next step of an open re-validation. */
  void stepAt(Reference id, Instant when);

  /** Takes re-validations whose next step is due; nobody else gets them before {@code until}. */
  List<Reference> claimSteps(Instant now, Instant until, int limit);

  /** Plans the look anew that nobody answered; it does not count as one. */
  void lookAgainAt(Reference id, Instant when);

  /**
   * Takes enrolments that are due for a look; nobody else gets them before {@code until}.
   *
   * @return id and how often it was looked at before
   */
  List<DueLook> claimLooks(Instant now, Instant until, int limit);

  /** No further look is needed. */
  void lookNoMore(Reference id);

  /**
   * An enrolment whose order is to be looked after.
   *
   * @param looks how often that was done before
   */
  record DueLook(Reference id, int looks) {}
}
