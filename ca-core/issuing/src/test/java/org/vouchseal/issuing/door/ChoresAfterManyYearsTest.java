package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.testdatabase.TestDatabase;

/** What runs every second must not read what ended long ago. */
@Tag("db")
class ChoresAfterManyYearsTest extends OneIssuing {

  private static final int ENDED = 5000;
  private static final String OF_THE_PAST = " WHERE sender = 'the past'";

  @AfterEach
  void forgetThePast() throws SQLException {
    execute(TestDatabase.shared().owner("issuing"), "DELETE FROM cmp_transaction" + OF_THE_PAST);
  }

  @Test
  void secondAfterManyTransactions_readsNoneOfThem() throws SQLException {
    thePast();
    issuing.clock.advance(Duration.ofMinutes(2));
    issuing.runDue();
    long before = rowsRead();

    issuing.runDue();

    assertThat(rowsRead() - before).isLessThan(ENDED / 10);
  }

  @Test
  void answerThatMayGo_goesAllTheSame() throws SQLException {
    thePast();
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    assertThat(anna.send("/p/signing", anna.mac(anna.irWriter().implicitConfirm())).failure())
        .isEmpty();
    assertThat(answers()).isEqualTo(1);

    issuing.clock.advance(Duration.ofMinutes(2));
    issuing.runDue();

    assertThat(answers()).isZero();
  }

  private long answers() {
    return issuing.count("SELECT COUNT(*) FROM cmp_transaction WHERE answer IS NOT NULL");
  }

  private static void thePast() throws SQLException {
    execute(
        TestDatabase.shared().owner("issuing"),
        "INSERT INTO cmp_transaction (transaction_id, sender, protection, body, reference,"
            + " request_digest, state, opened_at, confirm_until, ended_at)"
            + " SELECT CONCAT('past', seq), 'the past', 'MAC', 'ir', 'past', SHA2(seq, 256),"
            + " 'REFUSED', '2020-01-01', '2020-01-01', '2020-01-01' FROM seq_1_to_"
            + ENDED);
  }

  private static void execute(DataSource who, String sql) throws SQLException {
    try (Connection connection = who.getConnection();
        Statement statement = connection.createStatement()) {
      boolean unusedHasRows = statement.execute(sql);
    }
  }

  private static long rowsRead() throws SQLException {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement();
        ResultSet sum =
            statement.executeQuery(
                "SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS"
                    + " WHERE VARIABLE_NAME IN ('HANDLER_READ_NEXT', 'HANDLER_READ_PREV',"
                    + " 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT')")) {
      boolean unusedThere = sum.next();
      return sum.getLong(1);
    }
  }
}
