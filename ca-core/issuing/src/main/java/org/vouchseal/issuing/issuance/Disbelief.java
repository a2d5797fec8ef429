package org.vouchseal.issuing.issuance;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Rows that contradict what proves them: somebody wrote to the database, or a restart changed the
 * rules in between. Nothing is signed, an audit event stays, and the asker gets an incident to
 * name.
 */
final class Disbelief {

  private static final Logger LOG = LoggerFactory.getLogger(Disbelief.class);
  private static final int OCTETS = 6;

  private final Transactions transactions;
  private final AuditTrail audit;
  private final SecureRandom random;

  Disbelief(Transactions transactions, AuditTrail audit, SecureRandom random) {
    this.transactions = transactions;
    this.audit = audit;
    this.random = random;
  }

  /** Gives a refusal on; one that is a contradiction is noted first, and loses its particulars. */
  Refused noted(Refused refused, IssuanceRequest request) {
    if (!refused.reason().isDisbelief()) {
      return refused;
    }
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    String incident = HexFormat.of().formatHex(octets);
    LOG.error("incident {}: {}, {}", incident, refused.reason(), refused.text());
    Map<String, String> detail = new TreeMap<>();
    detail.put("incident", incident);
    detail.put("reason", refused.reason().name());
    detail.put("finding", refused.text());
    detail.put("profile", request.profile().value());
    detail.put("plan", request.idempotencyKey());
    String object = request.order().map(Reference::value).map("order:"::concat).orElse("plan");
    transactions.run(
        () ->
            audit.append(new AuditEvent("issuance.disbelieved", request.actor(), object, detail)));
    return new Refused(
        refused.reason(),
        "our records contradict each other, incident " + incident + "; begin anew");
  }
}
