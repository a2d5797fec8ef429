package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.DuplicateKey;

@Tag("db")
class WorkInJpaTransactionTest extends WorkInTransactionContract<LocalTransactions> {

  @Override
  LocalTransactions room() {
    return StatusSchema.transactions();
  }

  @Test
  void entityOfTakenKey_isDuplicateKeyAtCommit() {
    transactions.run(() -> transactions.current().persist(eventNumbered(1)));
    assertThatThrownBy(
            () -> transactions.run(() -> transactions.current().persist(eventNumbered(1))))
        .isInstanceOf(DuplicateKey.class);
  }

  private static AuditEventRow eventNumbered(long number) {
    AuditEventRow row = new AuditEventRow();
    row.eventId = "00000000-0000-4000-8000-00000000000" + number;
    row.node = "n1";
    row.boot = "00000000-0000-4000-8000-000000000000";
    row.nodeSequence = number;
    row.at = StatusSchema.NOON;
    row.type = "test.made";
    row.actor = "test";
    row.object = "test:1";
    row.detail = "{}";
    row.salt = new byte[16];
    return row;
  }
}
