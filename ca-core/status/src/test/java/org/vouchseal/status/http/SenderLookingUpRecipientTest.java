package org.vouchseal.status.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.directory.LookUpLimit;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.RecipientCertificates;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Somebody wants to encrypt mail to a mailbox, or wants to know who is there. */
@Tag("db")
class SenderLookingUpRecipientTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant FROM = NOW.minus(Duration.ofDays(10));
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(300));
  private static final String ANNA = "anna@example.org";
  private static final int ENCIPHERMENT = KeyUsage.keyEncipherment;

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW.minus(Duration.ofDays(20)));
  private final IssuingRows issuing = new IssuingRows();
  private StatusRoom room;
  private long serial = 0x40aa;
  private int clients;

  @BeforeEach
  void start() {
    issuing.clean();
    TestDatabase.shared().clean("status");
    room = StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void currentCertificate_isTheNewestOne() {
    byte[] unusedOlder = issued("own-1", ANNA, FROM, UNTIL.plusSeconds(86_400));
    byte[] newer = issued("own-1", ANNA, FROM.plusSeconds(60), UNTIL);
    WebAnswer answer = ask("mailbox=" + ANNA);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(newer);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/pkix-cert")
        .containsEntry("Cache-Control", "no-store");
    issuing.revocation("smime", last(), NOW, RevocationReason.SUPERSEDED, UNTIL);
    assertThat(ask("mailbox=" + ANNA).body()).isEqualTo(unusedOlder);
  }

  @Test
  void newerCertificateThatIsOver_doesNotHideAnOlderOneThatIsNot() {
    byte[] older = issued("own-1", ANNA, FROM, UNTIL);
    byte[] unusedOver = issued("own-1", ANNA, FROM.plusSeconds(60), NOW.minusSeconds(1));
    byte[] unusedYoung = issued("own-1", ANNA, NOW.plusSeconds(1), UNTIL);
    assertThat(ask("mailbox=" + ANNA).body()).isEqualTo(older);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailbox=anna@example.org",
        "mailbox=anna%40example.org",
        "mailbox=%61nna@EXAMPLE.org",
        "mailbox=anna%40Example%2eORG"
      })
  void mailbox_isTakenInTheFormOfTheRegistrar(String query) {
    byte[] der = issued("own-1", ANNA, FROM, UNTIL);
    assertThat(ask(query).body()).isEqualTo(der);
    assertThat(ask("mailbox=Anna@example.org").status()).isEqualTo(404);
  }

  @Test
  void plusSignAndUmlauts_belongToTheMailbox() {
    byte[] plus = issued("own-1", "anna+list@example.org", FROM, UNTIL);
    assertThat(ask("mailbox=anna+list@example.org").body()).isEqualTo(plus);
    assertThat(ask("mailbox=anna%2Blist%40example.org").body()).isEqualTo(plus);
    byte[] international = issued("own-2", "jürgen@xn--bcher-kva.example", FROM, UNTIL);
    assertThat(ask("mailbox=j%C3%BCrgen@b%C3%BCcher.example").body()).isEqualTo(international);
  }

  @Test
  void whoIsNotOffered_isAnsweredLikeWhoIsNotThere() {
    byte[] unusedDer = issued("own-out", "out@example.org", FROM, UNTIL);
    issuing.choice("own-out", "out@example.org", false);
    byte[] unusedWaiting = issued("own-w", "waiting@example.org", FROM, UNTIL);
    issuing.state(last(), "UNCONFIRMED");
    byte[] unusedRejected = issued("own-x", "rejected@example.org", FROM, UNTIL);
    issuing.state(last(), "REJECTED");
    byte[] unusedRevoked = issued("own-r", "revoked@example.org", FROM, UNTIL);
    issuing.revocation("smime", last(), NOW, RevocationReason.KEY_COMPROMISE, UNTIL);
    byte[] unusedOver = issued("own-e", "expired@example.org", FROM, NOW.minusSeconds(1));
    byte[] unusedYoung = issued("own-y", "young@example.org", NOW.plusSeconds(1), UNTIL);
    WebAnswer unknown = ask("mailbox=nobody@example.org");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store");
    for (String name : List.of("out", "waiting", "rejected", "revoked", "expired", "young")) {
      WebAnswer answer = ask("mailbox=" + name + "@example.org");
      assertThat(answer.status()).as(name).isEqualTo(404);
      assertThat(answer.headers()).as(name).isEqualTo(unknown.headers());
      assertThat(answer.body()).as(name).isEqualTo(unknown.body());
    }
    issuing.choice("own-out", "out@example.org", true);
    assertThat(ask("mailbox=out@example.org").status()).isEqualTo(200);
  }

  @Test
  void whoIsNotOffered_isAnsweredAtThePaceOfWhoIsNotThere() {
    byte[] unusedDer = issued("own-out", "out@example.org", FROM, UNTIL);
    issuing.choice("own-out", "out@example.org", false);
    for (int i = 0; i < 20; i++) {
      assertThat(ask("mailbox=out@example.org").status()).isEqualTo(404);
    }
    List<Long> out = new ArrayList<>();
    List<Long> nobody = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      out.add(micros("out@example.org"));
      nobody.add(micros("nobody@example.org"));
    }
    // whole steps of 25 ms, so that a look-up of 1 ms and one of 5 ms are the same
    assertThat(median(out)).isBetween(25_000L, 50_000L);
    assertThat(Math.abs(median(out) - median(nobody))).isLessThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mailbox",
        "mailbox=",
        "mailbox=anna",
        "mailbox=anna@example.org&mailbox=anna@example.org",
        "mailbox=anna@example.org&",
        "mailbox=anna@example.org&x=1",
        "mailbox=list&anna@example.org",
        "x=1&mailbox=anna@example.org",
        "MAILBOX=anna@example.org",
        "mailbox%3Danna@example.org",
        "mailbox[]=anna@example.org",
        "mailbox=anna@example.org;x=1",
        "mailbox=anna@example.org%26",
        "mailbox=anna%@example.org",
        "mailbox=anna%4",
        "mailbox=%FF@example.org",
        "mailbox=anna%00@example.org",
        "mailbox=%20anna@example.org",
        "mailbox=anna@example.org%0A",
        "mailbox=jürgen@example.org"
      })
  void anythingButOneMailbox_isABadRequest(String query) {
    byte[] unusedDer = issued("own-1", ANNA, FROM, UNTIL);
    WebAnswer answer = ask(query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(text(answer)).contains("/api/problems/mailbox-invalid").doesNotContain("anna@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mailbox=%25@example.org", "mailbox=list%26anna@example.org"})
  void signsOfQueriesThatAreEscaped_belongToTheMailbox(String query) {
    assertThat(ask(query).status()).isEqualTo(404);
  }

  @Test
  void longQuery_isABadRequest() {
    assertThat(ask("mailbox=" + "%61".repeat(400) + "@example.org").status()).isEqualTo(400);
  }

  @Test
  void otherMethods_areNotAllowed() {
    WebAnswer answer =
        room.lookUp().respond(new LookUpRequest("POST", "mailbox=" + ANNA, Optional.empty()));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
    byte[] der = issued("own-1", ANNA, FROM, UNTIL);
    WebAnswer head =
        room.lookUp().respond(new LookUpRequest("HEAD", "mailbox=" + ANNA, Optional.empty()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.length()).isEqualTo(der.length);
  }

  @Test
  void networkThatAsksTooOften_waitsAndOthersDoNot() {
    byte[] unusedDer = issued("own-1", ANNA, FROM, UNTIL);
    for (int i = 0; i < 120; i++) {
      assertThat(from("192.0.2." + i, "mailbox=" + ANNA).status()).isEqualTo(200);
    }
    for (String query : List.of("mailbox=" + ANNA, "mailbox=nobody@example.org", "x")) {
      WebAnswer answer = from("192.0.2.200", query);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("Retry-After", "60");
      assertThat(text(answer)).contains("too-many-look-ups");
    }
    assertThat(from("192.0.3.1", "mailbox=" + ANNA).status()).isEqualTo(200);
    assertThat(from("2001:db8::1", "mailbox=" + ANNA).status()).isEqualTo(200);
  }

  @Test
  void afterTheMinute_theNetworkMayAskAgain() {
    java.util.concurrent.atomic.AtomicReference<Instant> now =
        new java.util.concurrent.atomic.AtomicReference<>(NOW);
    LookUpLimit limit =
        new LookUpLimit(
            1,
            new Clock() {
              @Override
              public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now.get();
              }
            });
    Optional<ClientAddress> client = ClientAddress.parse("192.0.2.1");
    assertThat(limit.count(client)).isEmpty();
    now.set(NOW.plusSeconds(59));
    assertThat(limit.count(client)).contains(Duration.ofSeconds(1));
    now.set(NOW.plusSeconds(60));
    assertThat(limit.count(client)).isEmpty();
    now.set(NOW.minusSeconds(86_400));
    assertThat(limit.count(client)).as("clock set back").isEmpty();
  }

  @Test
  void certificateThatTheCaDidNotSignForThisMailbox_isNotGivenOut() {
    StatusPki.Authority ca = pki.authority(ResponderKey.SMIME);
    StatusPki.Authority other = pki.authority(ResponderKey.TRUST);
    BigInteger one = BigInteger.ONE;
    kept(RecipientCertificates.make(other, one, ANNA, ENCIPHERMENT, FROM, UNTIL));
    kept(RecipientCertificates.make(ca, one, "mallory@example.org", ENCIPHERMENT, FROM, UNTIL));
    kept(RecipientCertificates.make(ca, one, ANNA, KeyUsage.digitalSignature, FROM, UNTIL));
    kept(
        RecipientCertificates.make(
            ca, one, ANNA, ENCIPHERMENT | KeyUsage.digitalSignature, FROM, UNTIL));
    kept(RecipientCertificates.make(ca, one, ANNA, ENCIPHERMENT, FROM, NOW.minusSeconds(1)));
    kept(RecipientCertificates.make(ca, one, ANNA, ENCIPHERMENT, NOW.plusSeconds(1), UNTIL));
    kept(new byte[] {0x30, 0});
    kept(new byte[0]);
    byte[] good = RecipientCertificates.make(ca, one, ANNA, KeyUsage.keyAgreement, FROM, UNTIL);
    byte[] changed = good.clone();
    changed[changed.length - 1] ^= 1;
    kept(changed);
    issuing.clean();
    issuing.encryption(BigInteger.valueOf(serial++), good, "own-1", ANNA, FROM, UNTIL);
    assertThat(ask("mailbox=" + ANNA).body()).isEqualTo(good);
  }

  /** Written into the database by somebody else than issuing, it stays there. */
  private void kept(byte[] der) {
    issuing.clean();
    issuing.encryption(BigInteger.valueOf(serial++), der, "own-1", ANNA, FROM, UNTIL);
    assertThat(ask("mailbox=" + ANNA).status()).isEqualTo(404);
  }

  private byte[] issued(String owner, String mailbox, Instant from, Instant until) {
    BigInteger number = BigInteger.valueOf(serial++);
    byte[] der =
        RecipientCertificates.make(
            pki.authority(ResponderKey.SMIME), number, mailbox, ENCIPHERMENT, from, until);
    issuing.encryption(number, der, owner, mailbox, from, until);
    return der;
  }

  private BigInteger last() {
    return BigInteger.valueOf(serial - 1);
  }

  private long micros(String mailbox) {
    long began = System.nanoTime();
    assertThat(ask("mailbox=" + mailbox).status()).isEqualTo(404);
    return (System.nanoTime() - began) / 1_000;
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** From another network each time. */
  private WebAnswer ask(String query) {
    clients++;
    return from("10." + clients / 256 + "." + clients % 256 + ".1", query);
  }

  private WebAnswer from(String client, String query) {
    return room.lookUp().respond(new LookUpRequest("GET", query, ClientAddress.parse(client)));
  }

  private static String text(WebAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
