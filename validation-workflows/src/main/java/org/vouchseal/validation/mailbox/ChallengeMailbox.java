package org.vouchseal.validation.mailbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.validation.Digest;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.limits.LimitMail;
import org.vouchseal.validation.mailbox.MailboxChallenge.State;
import org.vouchseal.validation.outbox.MailTexts;
import org.vouchseal.validation.outbox.Outbox;
import org.vouchseal.validation.outbox.OutgoingMail;

/**
 * Finds out whether somebody reads a mailbox: sends a code there and judges what is typed.
 *
 * <p>Works in the caller's transaction, which holds the row of the enrolment, so that two tries
 * never count as one.
 */
public final class ChallengeMailbox {

  /** How many wrong codes end a challenge. */
  public static final int TRIES = 5;

  private final ChallengeStore store;
  private final LimitMail limits;
  private final Outbox outbox;
  private final AuditTrail audit;
  private final SecureRandom random;
  private final Duration life;

  /**
   * Challenges whose codes live {@code life}.
   *
   * @param life at most 24 hours (S/MIME Baseline Requirements §3.2.2)
   */
  public ChallengeMailbox(
      ChallengeStore store,
      LimitMail limits,
      Outbox outbox,
      AuditTrail audit,
      SecureRandom random,
      Duration life) {
    this.store = store;
    this.limits = limits;
    this.outbox = outbox;
    this.audit = audit;
    this.random = random;
    this.life = life;
  }

  /**
   * Sends a new code and voids the one before it.
   *
   * @param text what the mail says around the code
   * @return why no code may be sent now, if so; then nothing changed
   */
  public Optional<Refusal> sendInTransaction(
      Reference enrolment,
      Mailbox mailbox,
      Optional<ClientAddress> client,
      MailTexts.CodeMail text,
      Instant now) {
    Optional<Refusal> limited = limits.countInTransaction(mailbox, client, now);
    if (limited.isPresent()) {
      return limited;
    }
    store.newest(enrolment).ifPresent(this::makeVoid);
    MailboxCode code = MailboxCode.random(random);
    String mail = Reference.random(random).value();
    Instant end = now.plus(life);
    OutgoingMail written = text.write(mail, mailbox, code.shown(), end);
    if (!outbox.write(written, "code:" + mail, now, end)) {
      throw new IllegalStateException("the id of a mail was drawn twice");
    }
    store.insert(
        new MailboxChallenge(
            0,
            enrolment,
            mailbox,
            code.digestFor(enrolment, mailbox),
            now,
            end,
            0,
            State.OPEN,
            mail));
    audit(enrolment, "mailbox.code-sent", Map.of("mail", mail));
    return Optional.empty();
  }

  /** Whether the mail system refused the mailbox for good when the newest code was sent. */
  public boolean mailboxWasRefused(Reference enrolment) {
    return store.newest(enrolment).filter(newest -> outbox.wasRefused(newest.mail())).isPresent();
  }

  /** The newest challenge when its code was typed, and none was sent since. */
  public Optional<MailboxChallenge> metInTransaction(Reference enrolment) {
    return store.newest(enrolment).filter(newest -> newest.state() == State.PROVED);
  }

  /** Judges a typed code; a wrong one counts. Grants the challenge that was met. */
  public Outcome<MailboxChallenge, Refusal> tryInTransaction(
      Reference enrolment, String typed, Instant now) {
    Optional<MailboxChallenge> newest = store.newest(enrolment);
    if (newest.isEmpty() || newest.get().state() == State.VOID) {
      return Outcome.refused(spent());
    }
    MailboxChallenge challenge = newest.get();
    if (!now.isBefore(challenge.endsAt())) {
      return Outcome.refused(expired());
    }
    return isRight(challenge, typed)
        ? Outcome.of(proved(challenge))
        : Outcome.refused(countWrong(challenge));
  }

  /** Whether that is the challenge's code; a wrong one does not count here. */
  public static boolean isRight(MailboxChallenge challenge, String typed) {
    return MailboxCode.parse(typed)
        .map(code -> code.digestFor(challenge.enrolment(), challenge.mailbox()))
        .filter(digest -> Digest.same(digest, challenge.codeDigest()))
        .isPresent();
  }

  private MailboxChallenge proved(MailboxChallenge challenge) {
    if (challenge.state() == State.OPEN) {
      store.update(with(challenge, challenge.wrongTries(), State.PROVED));
      audit(challenge.enrolment(), "mailbox.proved", Map.of("mail", challenge.mail()));
    }
    return challenge;
  }

  private Refusal countWrong(MailboxChallenge challenge) {
    int wrong = challenge.wrongTries() + 1;
    store.update(with(challenge, wrong, wrong < TRIES ? challenge.state() : State.VOID));
    audit(
        challenge.enrolment(), "mailbox.code-wrong", Map.of("wrongTries", Integer.toString(wrong)));
    return wrong(TRIES - wrong);
  }

  private void makeVoid(MailboxChallenge challenge) {
    outbox.cancel(challenge.mail());
    if (challenge.state() != State.VOID) {
      store.update(with(challenge, challenge.wrongTries(), State.VOID));
    }
  }

  private static MailboxChallenge with(MailboxChallenge old, int wrongTries, State state) {
    return new MailboxChallenge(
        old.id(),
        old.enrolment(),
        old.mailbox(),
        old.codeDigest(),
        old.madeAt(),
        old.endsAt(),
        wrongTries,
        state,
        old.mail());
  }

  private void audit(Reference enrolment, String type, Map<String, String> detail) {
    audit.append(new AuditEvent(type, "applicant:" + enrolment, "enrolment:" + enrolment, detail));
  }

  private static Refusal wrong(int left) {
    return Refusal.of(
        Problem.Kind.REFUSED,
        "code-wrong",
        "the code was not accepted",
        "it is not the newest code sent to this mailbox; tries left: " + left,
        left > 0
            ? "copy the code from the newest mail, and try again"
            : "ask for a new code, then type that one");
  }

  private static Refusal spent() {
    return Refusal.of(
        Problem.Kind.GONE,
        "code-void",
        "the code was not accepted",
        "the last code was tried wrongly " + TRIES + " times and is void",
        "ask for a new code, then type that one");
  }

  private Refusal expired() {
    return Refusal.of(
        Problem.Kind.GONE,
        "code-expired",
        "the code was not accepted",
        "it was sent more than " + life.toHours() + " hours ago",
        "ask for a new code, then type that one");
  }
}
