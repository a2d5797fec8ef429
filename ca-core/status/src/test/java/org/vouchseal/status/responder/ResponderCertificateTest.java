package org.vouchseal.status.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.testdatabase.TestDatabase;

@Tag("db")
class ResponderCertificateTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW);

  @BeforeEach
  void clean() {
    TestDatabase.shared().clean("status");
  }

  @Test
  void withoutCertificates_oneIsObtainedForEachIssuerAndRecorded() throws Exception {
    at(NOW).responderRenewal().run();
    assertThat(pki.certified()).isEqualTo(2);
    assertThat(column("SELECT object FROM audit_event WHERE type = 'responder.certificate.stored'"))
        .containsExactly("responder:smime", "responder:trust");
  }

  @Test
  void withFifteenDaysLeft_nothingIsRenewedBeforeAndAllAfterwards() {
    at(NOW).responderRenewal().run();
    at(NOW.plus(Duration.ofDays(15)).minusSeconds(1)).responderRenewal().run();
    assertThat(pki.certified()).isEqualTo(2);
    at(NOW.plus(Duration.ofDays(15)).plusSeconds(1)).responderRenewal().run();
    assertThat(pki.certified()).isEqualTo(4);
  }

  @Test
  void whileAnotherNodeHoldsTheLease_nothingIsAsked() throws Exception {
    execute(
        "INSERT INTO lease (name, holder, fence, held_until)"
            + " VALUES ('responder-certificates', 'other', 7, '2026-11-22 12:00:30')");
    at(NOW).responderRenewal().run();
    assertThat(pki.certified()).isZero();
    at(NOW.plusSeconds(31)).responderRenewal().run();
    assertThat(pki.certified()).isEqualTo(2);
  }

  @Test
  void nodeThatLostItsLeaseMeanwhile_storesNothing() throws Exception {
    ResponderCertificates slow =
        (issuer, key) -> {
          executeUnchecked("UPDATE lease SET holder = 'other', fence = fence + 1");
          return pki.certify(issuer, key);
        };
    StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC), slow).responderRenewal().run();
    assertThat(column("SELECT issuer FROM responder_certificate")).isEmpty();
    assertThat(column("SELECT object FROM audit_event")).isEmpty();
  }

  @Test
  void certificateForAnotherKey_isNotTaken() {
    assertNotTaken(
        (issuer, key) ->
            pki.certify(issuer, pki.authority(ResponderKey.SMIME).key().publicKey().getEncoded()),
        "is for another key");
  }

  @Test
  void certificateThatIsNoResponders_isNotTaken() {
    assertNotTaken(
        (issuer, key) ->
            StatusPki.encoded(pki.delegate(ResponderKey.SMIME, key, Duration.ofDays(31))),
        "lives longer than 30 days");
    assertNotTaken(
        (issuer, key) -> StatusPki.encoded(pki.authority(ResponderKey.SMIME).certificate()),
        "is for another key");
  }

  @Test
  void oneThatIssuingDoesNotCertify_holdsUpNoOther() throws Exception {
    ResponderCertificates refusingTheFirst =
        (issuer, key) -> {
          if (issuer.equals(ResponderKey.values()[0].issuer())) {
            throw new IllegalArgumentException("played");
          }
          return pki.certify(issuer, key);
        };
    assertThatThrownBy(
            () ->
                StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC), refusingTheFirst)
                    .responderRenewal()
                    .run())
        .hasMessage("played");
    assertThat(column("SELECT issuer FROM responder_certificate"))
        .containsExactly(ResponderKey.values()[1].issuer());
  }

  @Test
  void issuingAway_isTriedAgainLater() {
    ResponderCertificates away =
        (issuer, key) -> {
          throw new IllegalArgumentException("away");
        };
    assertThatThrownBy(
            () ->
                StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC), away)
                    .responderRenewal()
                    .run())
        .hasMessage("away");
    at(NOW.plusSeconds(61)).responderRenewal().run();
    assertThat(pki.certified()).isEqualTo(2);
  }

  @Test
  void theRoomsAccount_neitherChangesNorDeletesNorLooksElsewhere() {
    var app = TestDatabase.shared().appUser("status");
    for (String forbidden :
        List.of(
            "UPDATE responder_certificate SET not_after = '2030-01-01'",
            "DELETE FROM responder_certificate",
            "UPDATE audit_event SET actor = 'x'",
            "DELETE FROM audit_event",
            "SELECT * FROM issuing.certificate",
            "SELECT * FROM issuing.revocation",
            "SELECT * FROM issuing.crl_part",
            "SELECT * FROM keyservice.audit_event",
            "UPDATE issuing.certificate_status SET reason = 1",
            "CREATE TABLE x (y INT)")) {
      assertThat(IssuingRows.refusal(app, forbidden)).as(forbidden).isPresent();
    }
    for (String allowed :
        List.of(
            "SELECT * FROM issuing.certificate_status", "SELECT * FROM issuing.published_crl")) {
      assertThat(IssuingRows.refusal(app, allowed)).as(allowed).isEmpty();
    }
  }

  private void assertNotTaken(ResponderCertificates issuing, String why) {
    StatusRoom room = StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC), issuing);
    TestDatabase.shared().clean("status");
    assertThatThrownBy(() -> room.responderRenewal().run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why);
  }

  private StatusRoom at(Instant now) {
    StatusPki then = pki;
    then.at(now);
    return StatusBench.room(then, folder, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static List<String> column(String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = TestDatabase.shared().owner("status").getConnection();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = TestDatabase.shared().owner("status").getConnection()) {
      boolean unused = connection.createStatement().execute(sql);
    }
  }

  private static void executeUnchecked(String sql) {
    try {
      execute(sql);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
