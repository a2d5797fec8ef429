package org.vouchseal.validation.approval;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.SentOrder;

/**
 * What is kept of an applicant's statement: that it was signed, before it goes to the registrar,
 * and how it was answered. Each row with its audit event.
 */
final class StatementRecords {

  private final ApprovalParts parts;
  private final SentOrder.Kind kind;
  private final String event;

  /**
   * Of one kind of statement.
   *
   * @param event what the types of its audit events begin with
   */
  StatementRecords(ApprovalParts parts, String event, SentOrder.Kind kind) {
    this.parts = parts;
    this.kind = kind;
    this.event = event;
  }

  /**
   * In a transaction; {@code DuplicateKey} when the enrolment has a statement of that number.
   *
   * @param detail what the audit event says beside the jti
   */
  void intend(Reference id, int number, SealedOrder statement, Map<String, String> detail) {
    parts
        .orders()
        .intend(
            new SentOrder(
                statement.jti(),
                id,
                number,
                kind,
                statement.jws(),
                parts.clock().instant(),
                SentOrder.State.INTENDED));
    Map<String, String> all = new HashMap<>(detail);
    all.put("jti", statement.jti());
    parts
        .audit()
        .append(new AuditEvent(event + ".signed", "applicant:" + id, "enrolment:" + id, all));
  }

  /** In a transaction of its own. */
  void answered(Reference id, SealedOrder statement, SentOrder.State state, String answer) {
    parts
        .transactions()
        .run(
            () -> {
              parts.orders().answered(statement.jti(), state, answer);
              parts
                  .audit()
                  .append(
                      new AuditEvent(
                          event + "." + state.name().toLowerCase(Locale.ROOT),
                          "system:registrar",
                          "enrolment:" + id,
                          Map.of("jti", statement.jti(), "answer", answer)));
            });
  }
}
