package org.vouchseal.validation.enrolment;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * An enrolment in one of its states. Each state offers the steps that are possible in it and no
 * others.
 */
public sealed interface Enrolment {

  Dossier dossier();

  EnrolmentState state();

  /** When it ends by itself, exclusive. */
  Instant expiresAt();

  /** When its present state ends, exclusive: for an issued one that of its re-validation. */
  default Instant stateEndsAt() {
    return expiresAt();
  }

  /** What the applicant can do now, in one sentence. */
  default String whatNext() {
    return state().whatNext();
  }

  /** Goes on by kind of state. */
  <R> R fold(
      Function<? super MailboxPending, ? extends R> onPending,
      Function<? super Approved, ? extends R> onApproved,
      Function<? super Issued, ? extends R> onIssued,
      Function<? super Ended, ? extends R> onEnded);

  /**
   * The code has not been typed, or its order is not in force yet.
   *
   * @param provedAt when the mailbox was proved last, if it was
   */
  record MailboxPending(Dossier dossier, Instant expiresAt, Optional<Instant> provedAt)
      implements Enrolment {

    public MailboxPending proved(Instant at) {
      return new MailboxPending(dossier, expiresAt, Optional.of(at));
    }

    /** An order is in force; only after a proof. */
    public Approved approved(Instant at, Instant until) {
      Instant proof =
          provedAt.orElseThrow(
              () -> new IllegalStateException("an enrolment was approved without a proof"));
      return new Approved(dossier, until, proof, at);
    }

    public Ended ended(EnrolmentState how, String reason) {
      return new Ended(dossier, expiresAt, how, reason, provedAt, Optional.empty());
    }

    @Override
    public EnrolmentState state() {
      return EnrolmentState.MAILBOX_PENDING;
    }

    @Override
    public <R> R fold(
        Function<? super MailboxPending, ? extends R> onPending,
        Function<? super Approved, ? extends R> onApproved,
        Function<? super Issued, ? extends R> onIssued,
        Function<? super Ended, ? extends R> onEnded) {
      return onPending.apply(this);
    }
  }

  /**
   * An order is in force and unused, as far as is known.
   *
   * @param provedAt when the mailbox was proved last
   * @param approvedAt when the order came in force
   */
  record Approved(Dossier dossier, Instant expiresAt, Instant provedAt, Instant approvedAt)
      implements Enrolment {

    public Approved provedAgain(Instant at) {
      return new Approved(dossier, expiresAt, at, approvedAt);
    }

    /** A superseding order is in force. */
    public Approved approvedAgain(Instant at, Instant until) {
      return new Approved(dossier, until, provedAt, at);
    }

    public Issued issued(Instant until) {
      return new Issued(dossier, until, provedAt, approvedAt, Optional.empty());
    }

    public Ended ended(EnrolmentState how, String reason) {
      return new Ended(
          dossier, expiresAt, how, reason, Optional.of(provedAt), Optional.of(approvedAt));
    }

    @Override
    public EnrolmentState state() {
      return EnrolmentState.APPROVED;
    }

    @Override
    public <R> R fold(
        Function<? super MailboxPending, ? extends R> onPending,
        Function<? super Approved, ? extends R> onApproved,
        Function<? super Issued, ? extends R> onIssued,
        Function<? super Ended, ? extends R> onEnded) {
      return onApproved.apply(this);
    }
  }

  /**
   * Certificates are issued.
   *
   * @param expiresAt until when the proof may be used for further keys
   * @param approvedAt when the order came in force, or was extended last
   * @param revalidation the case by which the validation is renewed, while there is one
   */
  record Issued(
      Dossier dossier,
      Instant expiresAt,
      Instant provedAt,
      Instant approvedAt,
      Optional<Revalidation> revalidation)
      implements Enrolment {

    private static final String PROVE_AGAIN =
        "type the code from the new mail, or ask for another; the renewal then goes on by itself";

    /** A renewal waits for a new proof of the mailbox. */
    public Issued revalidating(Revalidation opened) {
      return new Issued(dossier, expiresAt, provedAt, approvedAt, Optional.of(opened));
    }

    /** The mailbox is proved anew; the order does not say so yet. */
    public Issued provedAgain(Instant at) {
      return new Issued(dossier, expiresAt, at, approvedAt, revalidation);
    }

    /** The order is extended. */
    public Issued revalidated(Instant at, Instant until) {
      return new Issued(dossier, until, provedAt, at, Optional.empty());
    }

    /** The case is closed, and nothing was renewed. */
    public Issued notRevalidated() {
      return new Issued(dossier, expiresAt, provedAt, approvedAt, Optional.empty());
    }

    @Override
    public Instant stateEndsAt() {
      return revalidation.map(Revalidation::endsAt).orElse(expiresAt);
    }

    @Override
    public String whatNext() {
      return revalidation.isPresent() ? PROVE_AGAIN : state().whatNext();
    }

    @Override
    public EnrolmentState state() {
      return revalidation.isPresent() ? EnrolmentState.MAILBOX_PENDING : EnrolmentState.ISSUED;
    }

    @Override
    public <R> R fold(
        Function<? super MailboxPending, ? extends R> onPending,
        Function<? super Approved, ? extends R> onApproved,
        Function<? super Issued, ? extends R> onIssued,
        Function<? super Ended, ? extends R> onEnded) {
      return onIssued.apply(this);
    }
  }

  /**
   * It ended without certificates.
   *
   * @param state how: REJECTED, WITHDRAWN or EXPIRED
   * @param reason one sentence for the applicant
   */
  record Ended(
      Dossier dossier,
      Instant expiresAt,
      EnrolmentState state,
      String reason,
      Optional<Instant> provedAt,
      Optional<Instant> approvedAt)
      implements Enrolment {

    public Ended {
      switch (state) {
        case REJECTED, WITHDRAWN, EXPIRED -> {}
        default -> throw new IllegalArgumentException(state + " is no end");
      }
    }

    @Override
    public <R> R fold(
        Function<? super MailboxPending, ? extends R> onPending,
        Function<? super Approved, ? extends R> onApproved,
        Function<? super Issued, ? extends R> onIssued,
        Function<? super Ended, ? extends R> onEnded) {
      return onEnded.apply(this);
    }
  }
}
