package org.vouchseal.issuing.issuance;

import static org.vouchseal.issuing.issuance.RefusalReason.KEY_OF_OTHER_HOLDER;
import static org.vouchseal.issuing.issuance.RefusalReason.KEY_OF_OTHER_USE;
import static org.vouchseal.issuing.issuance.RefusalReason.KEY_WEAK;
import static org.vouchseal.issuing.issuance.RefusalReason.PLAN_NOT_LINTED;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.issuance.RecordingOutcome.Recorded;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.x509.SelfCheckFailed;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Issues certificates in three steps that survive a crash between any two: {@link #record}, {@link
 * #sign}, {@link #completeInTransaction}. Only then may the certificate be answered.
 *
 * <p>Repeating the steps under the same idempotency key gives the same serial and the same bytes to
 * be signed. The signature itself may differ; who finds in {@link #completeInTransaction} that
 * somebody was first (DuplicateKey) answers with {@link Certificates#find} instead.
 */
public final class IssueCertificate {

  /**
   * The first believes that nobody registered the key before; a collision of 126 random bits does
   * not happen twice.
   */
  private static final int ATTEMPTS = 3;

  private final CertificateProfiles profiles;
  private final Map<String, IssuingAuthority> authorities;
  private final RequestCheck check;
  private final PlanCertificate planning;
  private final RepeatPlan repetition;
  private final Disbelief disbelief;
  private final TbsSigner signer;
  private final PlanStore plans;
  private final CertificateStore certificates;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final HaltPoint halt;

  IssueCertificate(
      CertificateProfiles profiles,
      Map<String, IssuingAuthority> authorities,
      RequestCheck check,
      PlanCertificate planning,
      Disbelief disbelief,
      TbsSigner signer,
      PlanStore plans,
      CertificateStore certificates,
      Transactions transactions,
      AuditTrail audit,
      Clock clock,
      HaltPoint halt) {
    this.profiles = profiles;
    this.authorities = Map.copyOf(authorities);
    this.check = check;
    this.planning = planning;
    this.repetition = new RepeatPlan(planning, clock);
    this.disbelief = disbelief;
    this.signer = signer;
    this.plans = plans;
    this.certificates = certificates;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.halt = halt;
  }

  /**
   * Why keys like this one are not certified under the profile, whoever holds them: kind, size,
   * encoding, known weakness. Touches no database; {@link #record} asks again.
   */
  public Optional<Refused> keyRefusal(ProfileName profile, byte[] subjectPublicKeyInfo) {
    return check.keyRefusal(profile, subjectPublicKeyInfo);
  }

  /**
   * Transaction B: checks key, names, receipt and order, plans, lints, and records the plan;
   * outside any transaction of the caller. Passes the halt points {@code tx-b.before} and {@code
   * tx-b.after}.
   *
   * <p>A plan that exists under the idempotency key is kept when planning the request again gives
   * it, also when two callers come at once; a row that nothing else supports is never signed.
   */
  public RecordingOutcome record(IssuanceRequest request) {
    halt.reached("tx-b.before");
    RecordingOutcome outcome = recorded(request);
    return outcome.fold(
        recorded -> {
          halt.reached("tx-b.after");
          return recorded;
        },
        refused -> disbelief.noted(refused, request));
  }

  /**
   * Registers a client's key for the class of its profile, before its private half is kept
   * anywhere, in a transaction of its own: a key that was registered for another use never gets
   * that far, and one that gets that far is never registered for another use.
   *
   * @return why the key may not be certified after the profile; empty when it is registered
   */
  public Optional<Refused> reserve(
      ProfileName profile, byte[] subjectPublicKeyInfo, OwnerId owner) {
    return check
        .keyRefusal(profile, subjectPublicKeyInfo)
        .or(
            () ->
                transactions.run(
                    () ->
                        keyRefusal(
                            SpkiDigest.of(subjectPublicKeyInfo),
                            clock.instant(),
                            Optional.of(owner),
                            profiles.get(profile).keyClass())));
  }

  private RecordingOutcome recorded(IssuanceRequest request) {
    for (int attempt = 1; ; attempt++) {
      boolean first = attempt == 1;
      try {
        return transactions.run(
            () -> approved(request, approved -> planAndRecord(approved, first)));
      } catch (DuplicateKey duplicate) {
        Optional<RecordingOutcome> repeated = transactions.run(() -> repeated(request));
        if (repeated.isPresent()) {
          return repeated.get();
        }
        if (attempt == ATTEMPTS) {
          throw duplicate;
        }
      }
    }
  }

  private RecordingOutcome approved(
      IssuanceRequest request, Function<ApprovedRequest, RecordingOutcome> then) {
    return check.approve(request).fold(then, refused -> refused);
  }

  private Optional<RecordingOutcome> repeated(IssuanceRequest request) {
    return plans
        .find(request.idempotencyKey())
        .map(existing -> approved(request, approved -> repeated(existing, approved)));
  }

  private RecordingOutcome repeated(PlanRecord existing, ApprovedRequest approved) {
    return repetition
        .repeat(existing, approved)
        .fold(
            recorded ->
                keyRefusal(existing, approved.profile().keyClass())
                    .<RecordingOutcome>map(refused -> refused)
                    .orElse(recorded),
            refused -> refused);
  }

  private RecordingOutcome planAndRecord(ApprovedRequest approved, boolean newKey) {
    // what the column holds, so that a repetition counts from the same time
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return planning
        .plan(approved, now)
        .fold(
            plan -> record(plan, PlanCertificate.record(plan, approved.request(), now), newKey),
            findings -> new Refused(PLAN_NOT_LINTED, findings.toString()));
  }

  private RecordingOutcome record(LintedPlan linted, PlanRecord row, boolean newKey) {
    KeyClass keyClass = linted.content().profile().keyClass();
    Optional<Refused> refusal = Optional.empty();
    if (newKey) {
      plans.claim(row.spki(), keyClass, row.recordedAt());
    } else {
      refusal = keyRefusal(row, keyClass);
    }
    if (refusal.isPresent()) {
      return refusal.get();
    }
    keep(row);
    return new Recorded(new RecordedPlan(linted, row));
  }

  private void keep(PlanRecord row) {
    plans.insert(row);
    Map<String, String> detail = facts(row);
    detail.put("tbs", row.tbsDigest());
    detail.put("lint", row.lint());
    row.escrowId().ifPresent(id -> detail.put("escrow", id.value()));
    audit.append(new AuditEvent("certificate.intent", row.actor(), object(row), detail));
  }

  private Optional<Refused> keyRefusal(PlanRecord row, KeyClass keyClass) {
    return keyRefusal(row.spki(), row.recordedAt(), row.owner(), keyClass);
  }

  private Optional<Refused> keyRefusal(
      SpkiDigest key, Instant at, Optional<OwnerId> owner, KeyClass keyClass) {
    if (certificates.isCompromised(key)) {
      return Optional.of(
          new Refused(KEY_WEAK, "a certificate of this key was revoked for keyCompromise"));
    }
    KeyClass registered = plans.register(key, keyClass, at);
    if (registered != keyClass) {
      return Optional.of(
          new Refused(
              KEY_OF_OTHER_USE, "the key is registered as " + registered + ", not " + keyClass));
    }
    if (owner.isPresent() && plans.hasOtherHolder(key, owner.get())) {
      return Optional.of(new Refused(KEY_OF_OTHER_HOLDER, "the key belongs to another holder"));
    }
    return Optional.empty();
  }

  /**
   * Signs exactly the recorded bytes and verifies the signature; touches no database. Passes the
   * halt point {@code sign.after}.
   *
   * @throws SelfCheckFailed when the recorded bytes are not the linted ones any more, or the
   *     signature does not verify with the CA's certificate
   */
  public SignedCertificate sign(RecordedPlan plan) {
    PlanRecord row = plan.row();
    if (!Sha256.hex(row.tbs()).equals(row.tbsDigest())) {
      throw new SelfCheckFailed(
          "the recorded bytes of " + plan.serial() + " are not the linted ones");
    }
    IssuingAuthority authority = authorities.get(row.issuer());
    if (authority == null) {
      throw new IllegalStateException("a plan of " + row.issuer() + ", whose key is not here");
    }
    SigningKey key = authority.key().get();
    byte[] der = signer.sign(row.tbs(), key, authority.certificate().subjectPublicKeyInfo());
    halt.reached("sign.after");
    return new SignedCertificate(plan, der);
  }

  /**
   * Adds the certificate in state {@code UNCONFIRMED} and its audit event to the caller's
   * transaction, which ends in DuplicateKey when somebody completed it first.
   */
  public void completeInTransaction(SignedCertificate certificate) {
    PlanRecord row = certificate.plan().row();
    certificates.insert(
        new IssuedCertificate(
            row.issuer(),
            row.serial(),
            row.profile(),
            profiles.get(row.profile()).keyClass(),
            certificate.der(),
            row.spki(),
            row.notBefore(),
            row.notAfter(),
            row.order(),
            row.owner(),
            row.tier(),
            CertificateState.UNCONFIRMED,
            clock.instant(),
            Optional.empty()),
        Optional.of(row.idempotencyKey()),
        row.mailboxes());
    Map<String, String> detail = facts(row);
    detail.put("der", Sha256.hex(certificate.der()));
    audit.append(new AuditEvent("certificate.issued", row.actor(), object(row), detail));
  }

  private static Map<String, String> facts(PlanRecord row) {
    Map<String, String> detail = new TreeMap<>();
    detail.put("issuer", row.issuer());
    detail.put("profile", row.profile().value());
    detail.put("spki", row.spki().hex());
    row.order().ifPresent(order -> detail.put("order", order.value()));
    return detail;
  }

  private static String object(PlanRecord row) {
    return "certificate:" + row.serial().hex();
  }
}
