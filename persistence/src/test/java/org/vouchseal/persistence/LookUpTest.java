package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.insertLease;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.testdatabase.TestDatabase;

/** Works that only read, beside the transactions of the same schema. */
@Tag("db")
class LookUpTest {

  private final SqlTransactions transactions = StatusSchema.sqlTransactions();
  private final FailingSource failing = new FailingSource(TestDatabase.shared().appUser("status"));
  private Connection onlyOne;

  @BeforeEach
  void emptySchemaWithOneRow() throws SQLException {
    TestDatabase database = TestDatabase.shared();
    database.clean("status");
    transactions.run(() -> insertLease(transactions, "a"));
    MariaDbPlainDataSource source = new MariaDbPlainDataSource();
    source.setUrl(database.url("status"));
    source.setUser("status_app");
    source.setPasswordFile(database.passwordFile("status_app").toString());
    onlyOne = source.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    onlyOne.close();
  }

  /** As the server counts what it was asked in one session; the question itself is one more. */
  @Test
  void lookUp_isOneRoundTrip() {
    SqlReads reads = new SqlTransactions(new PoolOfOne(onlyOne).source()).reads();
    assertThat(lease(reads)).isEqualTo("a");
    long before = questions(reads);
    assertThat(lease(reads)).isEqualTo("a");
    assertThat(questions(reads) - before).isEqualTo(2);
  }

  @Test
  void lookUpAfterATransactionOnTheSameConnection_seesWhatOthersCommittedSince() {
    SqlTransactions pooled = new SqlTransactions(new PoolOfOne(onlyOne).source());
    SqlReads reads = pooled.reads();
    pooled.run(() -> insertLease(pooled, "0"));
    assertThat(lease(reads)).isEqualTo("0");
    transactions.run(() -> insertLease(transactions, "-"));
    assertThat(lease(reads)).isEqualTo("-");
  }

  @Test
  void storeOfTransactionsInALookUp_isRefused() {
    assertThatThrownBy(() -> transactions.reads().run(() -> insertLease(transactions, "b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  @Test
  void transactionInALookUp_isRefused() {
    assertThatThrownBy(
            () ->
                transactions
                    .reads()
                    .run(() -> transactions.run(() -> insertLease(transactions, "b"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running already");
    assertThat(lease(transactions.reads())).isEqualTo("a");
  }

  @Test
  void lookUpThatThrew_givesTheConnectionBack() {
    SqlReads reads = new SqlTransactions(failing.dataSource()).reads();
    IllegalArgumentException refused = new IllegalArgumentException("refused by the work");
    assertThatThrownBy(
            () ->
                reads.run(
                    () -> {
                      throw refused;
                    }))
        .isSameAs(refused);
    assertThat(failing.calls()).containsExactly("getConnection", "close");
  }

  @Test
  void noConnection_isStoreUnavailableAndTheNextLookUpIsAnswered() {
    SqlReads reads = new SqlTransactions(failing.dataSource()).reads();
    failing.failOnce("getConnection", new SQLException("refused", "08000", 0));
    assertThatThrownBy(() -> lease(reads)).isInstanceOf(StoreUnavailable.class);
    assertThat(lease(reads)).isEqualTo("a");
  }

  private static String lease(SqlReads reads) {
    return reads.run(
        () ->
            new SqlStatements(reads)
                .first("SELECT name FROM lease ORDER BY name LIMIT 1", row -> row.getString(1))
                .orElseThrow());
  }

  private static long questions(SqlReads reads) {
    return reads.run(
        () ->
            new SqlStatements(reads)
                .first("SHOW SESSION STATUS LIKE 'Questions'", row -> row.getLong(2))
                .orElseThrow());
  }
}
