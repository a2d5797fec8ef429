package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.issuing.registrar.OwnerStore;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * Two registration authorities order first for one new owner at once. Who is later is answered as
 * if the other had come long before: an owner is joined with a proof only, and nobody has one for
 * an owner without certificates.
 */
@Tag("db")
class OwnerOrderedForTwiceAtOnceTest extends OneIssuing {

  private static final String OWNER =
      "INSERT INTO registrar_owner (owner, tenant, first_reference, known_at)"
          + " VALUES (?, 'main', 'elsewhere', UTC_TIMESTAMP(6))";

  @Test
  void ownerThatTheOtherMadeKnown_isToBeProved() throws Exception {
    Room.Wish wish = issuing.wish("anna@example.org");

    RegistrarHttpResponse later = whileAnotherMakesTheOwnerKnown(wish);

    assertThat(later.status()).as(later.body()).isEqualTo(403);
    assertThat(later.body()).contains("owner-not-proved");
    assertThat(refusedAs("owner-not-proved")).isEqualTo(1);
    assertThat(issuing.enrolment("anna@example.org")).isNotNull();
  }

  /** Without a database: the second decision sees what the first one met. */
  @Test
  void decisionThatMetADuplicate_isMadeAgainAndLeavesNothingOfTheFirst(@TempDir Path folder) {
    MemoryIssuing memory = new MemoryIssuing(new TestPki(folder));
    Room.Enrolment order = memory.written(memory.wish("anna@example.org"));
    memory.stores.registrar.committedMeanwhile.put(
        order.order().owner(), new OwnerStore.KnownOwner(TenantId.MAIN, new Reference("other")));

    RegistrarHttpResponse answer = memory.send(order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("owner-not-proved");
    assertThat(memory.stores.registrar.rows.statements).isEmpty();
    assertThat(memory.stores.registrar.rows.accepted.values()).allMatch(count -> count == 0);
    assertThat(memory.send(memory.written(memory.wish("bob@example.org"))).status()).isEqualTo(201);
  }

  /** Sends the order when another node is about to commit, and lets that node win. */
  private RegistrarHttpResponse whileAnotherMakesTheOwnerKnown(Room.Wish wish) throws SQLException {
    CompletableFuture<RegistrarHttpResponse> later;
    try (Connection node = TestDatabase.shared().appUser("issuing").getConnection();
        PreparedStatement row = node.prepareStatement(OWNER)) {
      node.setAutoCommit(false);
      row.setString(1, wish.owner());
      assertThat(row.executeUpdate()).isEqualTo(1);
      later = CompletableFuture.supplyAsync(() -> issuing.send(issuing.written(wish)));
      TestDatabase.shared().awaitLockWaits(1);
      node.commit();
    }
    return later.join();
  }

  private long refusedAs(String problem) {
    return issuing.count(
        "SELECT COUNT(*) FROM audit_event WHERE type = 'order.refused' AND detail LIKE '%"
            + problem
            + "%'");
  }
}
