package org.vouchseal.issuing.issuance;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.lint.LintOutcome;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/** From an approved request to linted bytes. Writes nothing. */
final class PlanCertificate {

  private final Linter linter;
  private final IssuanceSettings settings;
  private final SecureRandom random;

  PlanCertificate(Linter linter, IssuanceSettings settings, SecureRandom random) {
    this.linter = linter;
    this.settings = settings;
    this.random = random;
  }

  /** Plans anew, with a fresh serial number. */
  LintOutcome plan(ApprovedRequest approved, Instant now) {
    SerialNumber serial = SerialNumber.random(random);
    return plan(approved, serial, shard(approved, serial), now);
  }

  /** Plans as it was done at {@code recordedAt}: the same rules give the same bytes again. */
  LintOutcome repeat(
      ApprovedRequest approved, SerialNumber serial, int crlShard, Instant recordedAt) {
    return plan(approved, serial, crlShard, recordedAt);
  }

  /** Even, since serial numbers are random; recorded, since the number of shards may change. */
  private int shard(ApprovedRequest approved, SerialNumber serial) {
    int shards = settings.crlShards();
    return shards > 1 && isSharded(approved)
        ? 1 + serial.value().mod(BigInteger.valueOf(shards)).intValue()
        : 0;
  }

  /** Whether certificates of this request may name the list of a shard. */
  static boolean isSharded(ApprovedRequest approved) {
    return CertificateContent.isSharded(
        approved.authority().certificate().name(), approved.profile());
  }

  private LintOutcome plan(
      ApprovedRequest approved, SerialNumber serial, int crlShard, Instant at) {
    IssuanceRequest request = approved.request();
    IssuingAuthority authority = approved.authority();
    ValidityPeriod validity =
        ValidityPeriod.from(
            at,
            settings.backdating(),
            request.validity(),
            approved.profile(),
            Optional.of(authority.certificate()));
    return linter.lint(
        new CertificateContent(
            approved.profile(),
            Optional.of(authority.certificate()),
            serial,
            authority.key().get().algorithm(),
            validity,
            request.subject(),
            request.mailboxes(),
            request.tier(),
            request.subjectPublicKeyInfo(),
            crlShard));
  }

  static PlanRecord record(LintedPlan plan, IssuanceRequest request, Instant now) {
    CertificateContent content = plan.content();
    Optional<EscrowId> escrow = request.receipt().map(r -> r.receipt().escrowId());
    return new PlanRecord(
        request.idempotencyKey(),
        request.issuer(),
        content.serial(),
        request.profile(),
        SpkiDigest.of(request.subjectPublicKeyInfo()),
        request.mailboxes(),
        content.validity().notBefore(),
        content.validity().notAfter(),
        plan.tbs(),
        plan.digest(),
        plan.result(),
        request.order(),
        request.owner(),
        request.tier(),
        escrow,
        request.actor(),
        now,
        content.crlShard());
  }
}
