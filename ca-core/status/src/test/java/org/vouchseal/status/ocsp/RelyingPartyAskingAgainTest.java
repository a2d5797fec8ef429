package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.http.WebAnswer;
import org.vouchseal.status.http.WebRequest;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * The same question again: the same octets, until something changed. Two nodes, no word between.
 */
@Tag("db")
class RelyingPartyAskingAgainTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger GOOD = new BigInteger("40aa", 16);
  private static final BigInteger LATE = new BigInteger("40bb", 16);
  private static final Instant LATER = NOW.plusSeconds(86_400 * 300L);

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW.minusSeconds(60));
  private final IssuingRows issuing = new IssuingRows();
  private final HandSetClock clock = new HandSetClock();
  private StatusRoom node;

  /** A clock that the test sets. */
  private static final class HandSetClock extends Clock {
    private Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void start() {
    issuing.clean();
    TestDatabase.shared().clean("status");
    issuing.certificate("smime", GOOD, LATER);
    node = StatusBench.room(pki, folder, clock);
    node.responderRenewal().run();
  }

  @Test
  void sameQuestion_getsTheSameOctetsWhateverMethod() throws Exception {
    byte[] first = post(node, plain("SHA-1", GOOD));
    assertThat(post(node, plain("SHA-1", GOOD))).isEqualTo(first);
    assertThat(get(node, plain("SHA-1", GOOD))).isEqualTo(first);
  }

  @Test
  void otherFormOfTheCertId_getsItsOwnAnswer() throws Exception {
    for (String digest : List.of("SHA-1", "SHA-256", "SHA-1")) {
      assertThat(single(post(node, plain(digest, GOOD))).getCertID().toASN1Primitive())
          .isEqualTo(id(digest, GOOD));
    }
  }

  @Test
  void nonce_isSignedAnewEachTimeAndChangesNothingForOthers() throws Exception {
    byte[] shared = post(node, plain("SHA-1", GOOD));
    byte[] nonce = Requests.request(Requests.nonce(16), id("SHA-1", GOOD));
    assertThat(post(node, nonce)).isNotEqualTo(post(node, nonce)).isNotEqualTo(shared);
    assertThat(post(node, plain("SHA-1", GOOD))).isEqualTo(shared);
  }

  @Test
  void revocation_showsOnEveryNodeWithinFiveSeconds() throws Exception {
    StatusRoom other = StatusBench.room(pki, folder, clock);
    byte[] nonce = Requests.request(Requests.nonce(16), id("SHA-1", GOOD));
    for (StatusRoom room : List.of(node, other)) {
      assertThat(single(post(room, plain("SHA-1", GOOD))).getCertStatus()).isNull();
      assertThat(single(post(room, nonce)).getCertStatus()).isNull();
    }
    long revokedAt = System.nanoTime();
    issuing.revocation("smime", GOOD, NOW, RevocationReason.KEY_COMPROMISE, LATER);
    // asked again and again, an answer must not be kept alive by being asked for
    while (System.nanoTime() - revokedAt < Duration.ofMillis(4_500).toNanos()) {
      byte[] unusedOne = post(node, plain("SHA-1", GOOD));
      byte[] unusedOther = get(other, plain("SHA-1", GOOD));
      Thread.sleep(50);
    }
    for (StatusRoom room : List.of(node, other)) {
      assertThat(single(post(room, plain("SHA-1", GOOD))).getCertStatus())
          .isInstanceOf(RevokedStatus.class);
      assertThat(single(get(room, plain("SHA-1", GOOD))).getCertStatus())
          .isInstanceOf(RevokedStatus.class);
      assertThat(single(post(room, nonce)).getCertStatus()).isInstanceOf(RevokedStatus.class);
    }
  }

  @Test
  void certificateThatWasNotThere_isGoodAsSoonAsItIs() throws Exception {
    assertThat(single(post(node, plain("SHA-1", LATE))).getCertStatus())
        .isInstanceOf(UnknownStatus.class);
    issuing.certificate("smime", LATE, LATER);
    assertThat(single(post(node, plain("SHA-1", LATE))).getCertStatus()).isNull();
  }

  @Test
  void answer_servesForAThirdOfItsValidity() throws Exception {
    byte[] first = post(node, plain("SHA-1", GOOD));
    clock.now = NOW.plus(Duration.ofHours(8)).minusSeconds(1);
    assertThat(post(node, plain("SHA-1", GOOD))).isEqualTo(first);
    clock.now = NOW.plus(Duration.ofHours(8));
    SingleResp second = single(post(node, plain("SHA-1", GOOD)));
    assertThat(second.getThisUpdate()).isEqualTo(Date.from(clock.now));
    assertThat(second.getNextUpdate()).isEqualTo(Date.from(clock.now.plusSeconds(86_400)));
  }

  @Test
  void clockSetBack_givesOutNoAnswerFromTheTimeToCome() throws Exception {
    byte[] unusedFirst = post(node, plain("SHA-1", GOOD));
    clock.now = NOW.minusSeconds(30);
    assertThat(single(post(node, plain("SHA-1", GOOD))).getThisUpdate())
        .isEqualTo(Date.from(clock.now));
  }

  @Test
  void answer_doesNotOutliveItsResponder() throws Exception {
    clock.now = NOW.minusSeconds(60).plus(Duration.ofDays(30)).minusSeconds(3_600);
    SingleResp nearTheEnd = single(post(node, plain("SHA-1", GOOD)));
    assertThat(nearTheEnd.getNextUpdate()).isEqualTo(Date.from(clock.now.plusSeconds(3_600)));
    clock.now = clock.now.plusSeconds(3_590);
    byte[] atTheEnd = post(node, plain("SHA-1", GOOD));
    assertThat(answer(node, "POST", "/ocsp", plain("SHA-1", GOOD)).headers())
        .containsEntry("Cache-Control", "no-store");
    assertThat(single(atTheEnd).getThisUpdate()).isEqualTo(Date.from(clock.now));
  }

  private CertID id(String digest, BigInteger serial) {
    return Requests.id(digest, pki.authority(ResponderKey.SMIME).certificate(), serial);
  }

  private byte[] plain(String digest, BigInteger serial) {
    return Requests.request(null, id(digest, serial));
  }

  private static SingleResp single(byte[] answer) throws Exception {
    return ((BasicOCSPResp) new OCSPResp(answer).getResponseObject()).getResponses()[0];
  }

  private static byte[] post(StatusRoom room, byte[] request) {
    return answer(room, "POST", "/ocsp", request).body();
  }

  private static byte[] get(StatusRoom room, byte[] request) {
    String path = "/ocsp/" + Base64.getEncoder().encodeToString(request);
    return answer(room, "GET", path, new byte[0]).body();
  }

  private static WebAnswer answer(StatusRoom room, String method, String path, byte[] body) {
    return room.ocsp()
        .respond(
            new WebRequest(
                method,
                path,
                name ->
                    Optional.of("application/ocsp-request")
                        .filter(v -> name.equals("Content-Type")),
                new ByteArrayInputStream(body)));
  }
}
