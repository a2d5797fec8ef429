package org.vouchseal.issuing.revocation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Revokes certificates. It also takes a serial number that is planned only: its signature may
 * exist, and must be on the list then.
 */
public final class RevokeCertificate {

  private final RevocationStore store;
  private final AuditTrail audit;
  private final Clock clock;

  public RevokeCertificate(RevocationStore store, AuditTrail audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** Adds revocation and audit event to the caller's transaction. */
  public RevocationOutcome revokeInTransaction(
      String issuer, SerialNumber serial, RevocationReason reason, String actor) {
    Optional<Instant> notAfter = store.notAfterOf(issuer, serial);
    if (notAfter.isEmpty()) {
      return new RevocationOutcome.Unknown();
    }
    Revocation revocation = new Revocation(clock.instant().truncatedTo(ChronoUnit.SECONDS), reason);
    if (!store.insert(issuer, serial, revocation, notAfter.get(), actor)) {
      return new RevocationOutcome.AlreadyRevoked(standing(issuer, serial));
    }
    audit.append(
        new AuditEvent(
            "certificate.revoked",
            actor,
            "certificate:" + serial.hex(),
            Map.of("issuer", issuer, "reason", reason.label())));
    return new RevocationOutcome.Revoked(revocation);
  }

  private Revocation standing(String issuer, SerialNumber serial) {
    return store
        .find(issuer, serial)
        .orElseThrow(() -> new IllegalStateException("a revocation disappeared: " + serial));
  }
}
