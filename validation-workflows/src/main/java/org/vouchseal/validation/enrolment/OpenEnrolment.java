package org.vouchseal.validation.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.validation.Digest;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.limits.RoleMailboxes;
import org.vouchseal.validation.mailbox.ChallengeMailbox;
import org.vouchseal.validation.outbox.MailTexts;

/** Opens an enrolment and sends the first code. */
public final class OpenEnrolment {

  private static final Duration REPEATABLE = Duration.ofHours(24);
  private static final int SALT_OCTETS = 32;

  private final Transactions transactions;
  private final EnrolmentStore enrolments;
  private final RepetitionStore repetitions;
  private final ChallengeMailbox challenges;
  private final RoleMailboxes roles;
  private final AuditTrail audit;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration life;

  /**
   * Opens enrolments that live {@code life}.
   *
   * @param life how long a mailbox may stay unproved
   */
  public OpenEnrolment(
      Transactions transactions,
      EnrolmentStore enrolments,
      RepetitionStore repetitions,
      ChallengeMailbox challenges,
      RoleMailboxes roles,
      AuditTrail audit,
      Clock clock,
      SecureRandom random,
      Duration life) {
    this.transactions = transactions;
    this.enrolments = enrolments;
    this.repetitions = repetitions;
    this.challenges = challenges;
    this.roles = roles;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.life = life;
  }

  /**
   * Opens it; the same repetition within 24 hours gives the same answer and no second mail.
   *
   * @param client empty when it was not asked for over a network
   */
  public Outcome<OpenedEnrolment, Refusal> open(
      OpeningRequest request, Optional<ClientAddress> client, Optional<Repetition> repetition) {
    return CheckedOpening.of(request).then(checked -> openChecked(checked, client, repetition));
  }

  /** Forgets repetitions whose time is over. */
  public void forgetOldRepetitions() {
    transactions.run(() -> repetitions.forgetUsedBefore(clock.instant()));
  }

  private Outcome<OpenedEnrolment, Refusal> openChecked(
      CheckedOpening opening, Optional<ClientAddress> client, Optional<Repetition> repetition) {
    Optional<Refusal> role = roles.judge(opening.mailbox(), opening.tier());
    if (role.isPresent()) {
      return Outcome.refused(role.get());
    }
    try {
      return transactions.run(() -> openInTransaction(opening, client, repetition));
    } catch (DuplicateKey anotherWasFirst) {
      return transactions.run(
          () ->
              repetition
                  .flatMap(this::answered)
                  .orElseThrow(() -> new IllegalStateException("an id was drawn twice")));
    }
  }

  private Outcome<OpenedEnrolment, Refusal> openInTransaction(
      CheckedOpening opening, Optional<ClientAddress> client, Optional<Repetition> repetition) {
    Optional<Outcome<OpenedEnrolment, Refusal>> before = repetition.flatMap(this::answered);
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    AccessToken token =
        repetition
            .map(use -> AccessToken.derived(salt, use.key()))
            .orElseGet(() -> AccessToken.random(random));
    Dossier dossier = dossier(opening, token, now);
    Optional<Refusal> limited =
        challenges.sendInTransaction(dossier.id(), dossier.mailbox(), client, MailTexts::code, now);
    if (limited.isPresent()) {
      return Outcome.refused(limited.get());
    }
    Instant end = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
    enrolments.insert(new Enrolment.MailboxPending(dossier, end, Optional.empty()));
    repetition.ifPresent(use -> keep(use, salt, dossier.id(), end, now));
    audit.append(
        new AuditEvent(
            "enrolment.opened",
            "applicant:" + dossier.id(),
            "enrolment:" + dossier.id(),
            Map.of("tier", dossier.tier().name(), "owner", dossier.owner().value())));
    return Outcome.of(new OpenedEnrolment(dossier.id(), token, end));
  }

  private Dossier dossier(CheckedOpening opening, AccessToken token, Instant now) {
    return new Dossier(
        Reference.random(random),
        TenantId.MAIN,
        opening.tier(),
        opening.mailbox(),
        opening.language(),
        token.digest(),
        OwnerId.random(random),
        now);
  }

  private void keep(Repetition use, byte[] salt, Reference id, Instant end, Instant now) {
    repetitions.insert(
        keyDigest(use),
        new RepetitionStore.Done(use.bodyDigest(), salt, id, end, now.plus(REPEATABLE)),
        now);
  }

  private Optional<Outcome<OpenedEnrolment, Refusal>> answered(Repetition use) {
    return repetitions.find(keyDigest(use), clock.instant()).map(done -> again(use, done));
  }

  private static Outcome<OpenedEnrolment, Refusal> again(
      Repetition use, RepetitionStore.Done done) {
    if (!Digest.same(done.bodyDigest(), use.bodyDigest())) {
      return Outcome.refused(otherBody());
    }
    AccessToken token = AccessToken.derived(done.salt(), use.key());
    return Outcome.of(new OpenedEnrolment(done.enrolment(), token, done.expiresAt()));
  }

  private static String keyDigest(Repetition use) {
    return Sha256.hex(("vouchseal-idempotency-1:" + use.key()).getBytes(StandardCharsets.US_ASCII));
  }

  private static Refusal otherBody() {
    return Refusal.of(
        Problem.Kind.REFUSED,
        "idempotency-key-reused",
        "the request was not done",
        "the Idempotency-Key was used in the last 24 hours with another body",
        "send the first body again, or choose a new key");
  }
}
