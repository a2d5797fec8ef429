package org.vouchseal.issuing.registrar;

import java.util.Map;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Leaves an audit event for each statement that a registration authority truly signed and was
 * refused: a refusal is a decision too, and a stolen order key shows here first. What nobody signed
 * leaves none.
 */
final class RefusedStatements {

  private final Transactions transactions;
  private final AuditTrail audit;

  RefusedStatements(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.audit = parts.audit();
  }

  /** Gives the outcome on, noted when it is a refusal; outside any transaction. */
  <T> Outcome<T, Problem> noted(
      String ra, Reference reference, String jti, String jws, Outcome<T, Problem> outcome) {
    outcome
        .fault()
        .ifPresent(
            problem -> {
              AuditEvent event =
                  new AuditEvent(
                      "order.refused",
                      "ra:" + ra,
                      "order:" + reference,
                      Map.of("jti", jti, "statement", Sha256.hex(jws), "problem", problem.type()));
              transactions.run(() -> audit.append(event));
            });
    return outcome;
  }
}
