package org.vouchseal.issuing.issuance;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.lint.LintOutcome;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/** From a checked request to linted bytes with a fresh serial number. Writes nothing. */
final class PlanCertificate {

  private final Linter linter;
  private final IssuanceSettings settings;
  private final SecureRandom random;

  PlanCertificate(Linter linter, IssuanceSettings settings, SecureRandom random) {
    this.linter = linter;
    this.settings = settings;
    this.random = random;
  }

  LintOutcome plan(
      CertificateProfile profile,
      IssuingAuthority authority,
      IssuanceRequest request,
      Instant now) {
    ValidityPeriod validity =
        ValidityPeriod.from(
            now,
            settings.backdating(),
            request.validity(),
            profile,
            Optional.of(authority.certificate()));
    return linter.lint(
        new CertificateContent(
            profile,
            Optional.of(authority.certificate()),
            SerialNumber.random(random),
            authority.key().get().algorithm(),
            validity,
            request.subject(),
            request.mailboxes(),
            request.tier(),
            request.subjectPublicKeyInfo()));
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
        now);
  }
}
