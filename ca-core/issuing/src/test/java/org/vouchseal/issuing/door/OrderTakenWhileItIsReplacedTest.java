package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.testdatabase.TestDatabase;

/** A registration authority replaces an order while a client takes a use of it on another node. */
@Tag("db")
class OrderTakenWhileItIsReplacedTest extends OneIssuing {

  @Test
  void useThatWasCommittedFirst_keepsTheOrder() throws Exception {
    Room.Wish wish = issuing.wish("anna@example.org");
    assertThat(issuing.send(issuing.written(wish)).status()).isEqualTo(201);
    Room.Enrolment other = issuing.written(wish.supersedes(wish.jti()));

    CompletableFuture<RegistrarHttpResponse> replacing;
    try (Connection node = TestDatabase.shared().appUser("issuing").getConnection()) {
      node.setAutoCommit(false);
      take(node, wish.reference());
      replacing = CompletableFuture.supplyAsync(() -> issuing.send(other));
      TestDatabase.shared().awaitLockWaits(1);
      node.commit();
    }

    assertThat(replacing.join().status()).isEqualTo(409);
    assertThat(
            issuing.count("SELECT COUNT(*) FROM registrar_order WHERE jti = '" + wish.jti() + "'"))
        .isEqualTo(1);
    DatabaseWriter.write("DELETE FROM registrar_order_use WHERE transaction_id = 'elsewhere'");
  }

  /** What transaction A does first. */
  private static void take(Connection node, String reference) throws SQLException {
    try (PreparedStatement lock =
            node.prepareStatement("SELECT 1 FROM registrar_order WHERE reference = ? FOR UPDATE");
        PreparedStatement use =
            node.prepareStatement(
                "INSERT INTO registrar_order_use (reference, use_name, transaction_id, state,"
                    + " opened_at) VALUES (?, 'signing', 'elsewhere', 'OPEN', UTC_TIMESTAMP(6))")) {
      lock.setString(1, reference);
      try (ResultSet found = lock.executeQuery()) {
        assertThat(found.next()).isTrue();
      }
      use.setString(1, reference);
      assertThat(use.executeUpdate()).isEqualTo(1);
    }
  }
}
