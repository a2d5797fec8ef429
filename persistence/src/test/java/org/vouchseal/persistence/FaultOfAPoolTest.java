package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.StoreUnavailable;

/** A server's pool wraps the driver's fault in an SQLException of its own. */
class FaultOfAPoolTest {

  private static PersistenceException pooled(SQLException fault) {
    return new PersistenceException(
        new SQLException("Error in allocating a connection", new IllegalStateException(fault)));
  }

  @Test
  void connectionRefusedBehindThePool_isStoreUnavailable() {
    assertThat(
            Faults.translated(
                pooled(new SQLNonTransientConnectionException("refused", "08000", 1))))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void deadlockBehindThePool_isTransient() {
    assertThat(Faults.isTransient(pooled(new SQLException("deadlock", "40001", 1213)))).isTrue();
  }

  @Test
  void otherFaultBehindThePool_staysWhatItIs() {
    PersistenceException fault = pooled(new SQLException("no such table", "42S02", 1146));

    assertThat(Faults.translated(fault)).isSameAs(fault);
    assertThat(Faults.isTransient(fault)).isFalse();
  }
}
