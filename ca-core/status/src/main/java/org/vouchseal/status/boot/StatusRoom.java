package org.vouchseal.status.boot;

import java.time.Duration;
import java.util.List;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.persistence.Leases;
import org.vouchseal.persistence.SqlAuditTrail;
import org.vouchseal.status.directory.FindRecipient;
import org.vouchseal.status.directory.LookUpLimit;
import org.vouchseal.status.download.PkiDownloads;
import org.vouchseal.status.http.DownloadEndpoint;
import org.vouchseal.status.http.LookUpEndpoint;
import org.vouchseal.status.http.OcspEndpoint;
import org.vouchseal.status.jdbc.JdbcCertificateStatuses;
import org.vouchseal.status.jdbc.JdbcOfferedCertificates;
import org.vouchseal.status.jdbc.JdbcPublishedCrls;
import org.vouchseal.status.jdbc.JdbcResponderCertificateStore;
import org.vouchseal.status.ocsp.OcspResponder;
import org.vouchseal.status.responder.RenewResponderCertificates;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.status.x509.SignedRecipientCheck;

/**
 * The room, put together.
 *
 * @param ocsp answers under {@code /ocsp}
 * @param downloads answers under {@code /pki/}
 * @param lookUp answers at {@code /pki/encryption-certificate}
 * @param responderRenewal to be run at the start, and then as one of the jobs
 */
public record StatusRoom(
    OcspEndpoint ocsp,
    DownloadEndpoint downloads,
    LookUpEndpoint lookUp,
    RenewResponderCertificates responderRenewal) {

  /** A mail gateway sends to that many new recipients in a minute; who collects asks for more. */
  private static final int LOOK_UPS_A_MINUTE = 120;

  /** What is to be run on every node. */
  public List<Job> jobs() {
    return List.of(Job.of("responder renewal", Duration.ofMinutes(1), responderRenewal::run));
  }

  public static StatusRoom assemble(StatusParts parts) {
    AuditTrail audit =
        new SqlAuditTrail(parts.running(), parts.clock(), parts.random(), parts.node());
    Leases leases =
        new Leases(
            parts.transactions(),
            parts.running(),
            parts.clock(),
            parts.node() + "/" + parts.boot());
    OcspResponder responder =
        new OcspResponder(
            parts.reads(),
            new JdbcCertificateStatuses(parts.reads(), parts.issuingSchema()),
            new JdbcResponderCertificateStore(parts.reads()),
            parts.directory(),
            parts.token(),
            parts.providers(),
            parts.clock(),
            parts.ocsp());
    PkiDownloads downloads =
        new PkiDownloads(
            parts.transactions(),
            new JdbcPublishedCrls(parts.running(), parts.issuingSchema()),
            parts.directory());
    return new StatusRoom(
        new OcspEndpoint(responder),
        new DownloadEndpoint(downloads),
        lookUp(parts),
        new RenewResponderCertificates(
            parts.transactions(),
            new JdbcResponderCertificateStore(parts.running()),
            leases,
            audit,
            parts.responderCertificates(),
            parts.token(),
            parts.clock()));
  }

  private static LookUpEndpoint lookUp(StatusParts parts) {
    return new LookUpEndpoint(
        new FindRecipient(
            parts.reads(),
            new JdbcOfferedCertificates(parts.reads()),
            new SignedRecipientCheck(
                parts.directory().certificate(ResponderKey.SMIME.issuer()), parts.providers()),
            parts.clock()),
        new LookUpLimit(LOOK_UPS_A_MINUTE, parts.clock()));
  }
}
