package org.vouchseal.status.responder;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.Token;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.Leases;

/**
 * Sees to it that each responder has a certificate with at least 15 days left. Called again and
 * again on every node; the lease lets one node at a time ask issuing. A node that dies in between
 * leaves one certificate too many, which is harmless.
 */
public final class RenewResponderCertificates {

  private static final Logger LOG = LoggerFactory.getLogger(RenewResponderCertificates.class);
  private static final Duration MARGIN = Duration.ofDays(15);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String LEASE_NAME = "responder-certificates";

  private final Transactions transactions;
  private final ResponderCertificateStore store;
  private final Leases leases;
  private final AuditTrail audit;
  private final ResponderCertificates issuing;
  private final Token token;
  private final Clock clock;

  public RenewResponderCertificates(
      Transactions transactions,
      ResponderCertificateStore store,
      Leases leases,
      AuditTrail audit,
      ResponderCertificates issuing,
      Token token,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.leases = leases;
    this.audit = audit;
    this.issuing = issuing;
    this.token = token;
    this.clock = clock;
  }

  /**
   * Renews what is due, each by itself; throws when one could not be renewed, since issuing or the
   * database is not there, to be called again.
   */
  public void run() {
    List<RuntimeException> faults = new ArrayList<>();
    for (ResponderKey responder : ResponderKey.values()) {
      try {
        renewWhenDue(responder);
      } catch (RuntimeException fault) {
        faults.add(fault);
      }
    }
    if (!faults.isEmpty()) {
      RuntimeException first = faults.get(0);
      faults.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private void renewWhenDue(ResponderKey responder) {
    byte[] key = token.signing(responder.purpose()).publicKey().getEncoded();
    if (isDue(responder.issuer(), key)) {
      renew(responder.issuer(), key);
    }
  }

  private boolean isDue(String issuer, byte[] key) {
    Instant now = clock.instant();
    return transactions
        .run(() -> store.newest(issuer, key))
        .filter(certificate -> certificate.outlasts(now, MARGIN))
        .isEmpty();
  }

  private void renew(String issuer, byte[] key) {
    OptionalLong fence = leases.take(LEASE_NAME, LEASE);
    // another node may have renewed between the look and the lease
    if (fence.isEmpty() || !isDue(issuer, key)) {
      return;
    }
    ResponderCertificate certificate =
        CertificateInspection.inspected(issuer, issuing.certify(issuer, key), key);
    boolean stored =
        transactions.run(() -> storeInTransaction(certificate, key, fence.getAsLong()));
    if (stored) {
      LOG.info(
          "the OCSP responder for {} has a certificate until {}", issuer, certificate.notAfter());
    }
  }

  private boolean storeInTransaction(ResponderCertificate certificate, byte[] key, long fence) {
    if (!leases.isCurrent(LEASE_NAME, fence)) {
      return false;
    }
    store.add(certificate, key);
    audit.append(
        new AuditEvent(
            "responder.certificate.stored",
            "system:responder",
            "responder:" + certificate.issuer(),
            Map.of("notAfter", certificate.notAfter().toString())));
    return true;
  }
}
