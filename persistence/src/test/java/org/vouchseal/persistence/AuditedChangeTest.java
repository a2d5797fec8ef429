package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.NOON;
import static org.vouchseal.persistence.StatusSchema.insertLease;
import static org.vouchseal.persistence.StatusSchema.rows;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.audit.AuditEvent;

@Tag("db")
class AuditedChangeTest {

  private LocalTransactions transactions;
  private SqlAuditTrail trail;

  @BeforeEach
  void emptySchema() {
    transactions = StatusSchema.emptied();
    trail =
        new SqlAuditTrail(
            transactions, Clock.fixed(NOON, ZoneOffset.UTC), new SecureRandom(), "node-1");
  }

  @Test
  void committedChange_hasItsRow() {
    transactions.run(
        () -> {
          insertLease(transactions, "changed");
          trail.append(
              new AuditEvent(
                  "lease.made",
                  "system:test",
                  "lease:changed",
                  Map.of("z", "last \"quoted\"", "a", "päö\n")));
        });
    assertThat(row())
        .containsExactly(
            "node-1",
            1L,
            "2026-03-01 12:00:00.123456",
            "lease.made",
            "system:test",
            "lease:changed",
            "{\"a\":\"päö\\n\",\"z\":\"last \\\"quoted\\\"\"}",
            16);
  }

  @Test
  void undoneChange_leavesNoRow() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      trail.append(AuditEvent.of("lease.made", "system:test", "lease:x"));
                      throw new IllegalStateException("after the event");
                    }))
        .hasMessage("after the event");
    assertThat(rows(transactions, "SELECT id FROM audit_event")).isEmpty();
  }

  @Test
  void eventTheDatabaseRefuses_undoesTheChange() {
    String tooLong = "x".repeat(256);
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLease(transactions, "changed");
                      trail.append(AuditEvent.of("lease.made", "system:test", tooLong));
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(rows(transactions, "SELECT name FROM lease")).isEmpty();
  }

  @Test
  void eventOutsideATransaction_isRefused() {
    assertThatThrownBy(() -> trail.append(AuditEvent.of("lease.made", "system:test", "lease:x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  @Test
  void eventsOfOneBoot_areNumberedInOrderAndDiffer() {
    for (int i = 0; i < 3; i++) {
      transactions.run(() -> trail.append(AuditEvent.of("lease.made", "system:test", "lease:x")));
    }
    assertThat(rows(transactions, "SELECT node_seq FROM audit_event ORDER BY id"))
        .isEqualTo(List.of(1L, 2L, 3L));
    assertThat(
            rows(
                transactions,
                "SELECT COUNT(DISTINCT boot), COUNT(DISTINCT event_id), COUNT(DISTINCT salt)"
                    + " FROM audit_event"))
        .first()
        .isEqualTo(new Object[] {1L, 3L, 3L});
  }

  private Object[] row() {
    return (Object[])
        rows(
                transactions,
                "SELECT node, node_seq, CAST(at AS CHAR), type, actor, object, detail,"
                    + " LENGTH(salt) FROM audit_event")
            .get(0);
  }
}
