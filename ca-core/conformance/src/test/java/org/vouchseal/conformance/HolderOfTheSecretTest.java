package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.messages.fixtures.CmpWriter;

/** What the one secret opens, how it may be named, and how long it stands. */
@Tag("db")
class HolderOfTheSecretTest {

  private static final String OTHER = "Another-Secret-For-Other-Suites-2";
  private static final KeyPair KEYS = Asked.keys("EC");

  @TempDir static Path folder;
  private static Ground ground;

  @BeforeAll
  static void found() {
    ground = Ground.founded(folder);
  }

  @AfterAll
  static void end() {
    ground.close();
  }

  private static byte[] ask(CmpWriter message, String secret, int iterations) {
    return ground.post(
        Asked.localKey(
                message.messageTime(ground.clock.instant()),
                PKIBody.TYPE_INIT_REQ,
                KEYS,
                "SHA256withECDSA")
            .pbm(secret, iterations));
  }

  private static byte[] ask(CmpWriter message) {
    return ask(message, Ground.SECRET, 500);
  }

  @Test
  void senderNamedLikeTheReference_isTakenWithoutSenderKid() {
    CmpWriter named =
        Asked.message().senderKid(null).sender(new X500Name("O=Suite,CN=conformance"));
    assertThat(Asked.certificate(ask(named)).getSubject()).isEqualTo(new X500Name("CN=local"));
  }

  @Test
  void senderKid_countsBeforeTheSender() {
    CmpWriter both =
        Asked.message().senderKid("nobody".getBytes()).sender(new X500Name("CN=conformance"));
    assertThat(Asked.failInfo(ask(both))).isEqualTo(PKIFailureInfo.badMessageCheck);
    CmpWriter neither = Asked.message().senderKid(null).sender(new X500Name("CN=nobody"));
    assertThat(Asked.failInfo(ask(neither))).isEqualTo(PKIFailureInfo.badMessageCheck);
  }

  @Test
  void wrongSecret_isRefusedHoweverOften() {
    for (int i = 0; i < 15; i++) {
      byte[] answer = ask(Asked.message(), OTHER, 500);
      assertThat(Asked.failInfo(answer)).isEqualTo(PKIFailureInfo.badMessageCheck);
    }
    assertThat(Asked.certificate(ask(Asked.message()))).isNotNull();
  }

  @Test
  void iterations_areWorkedOnUpToTheLimit() {
    assertThat(Asked.certificate(ask(Asked.message(), Ground.SECRET, 300_000))).isNotNull();
    assertThat(Asked.failInfo(ask(Asked.message(), Ground.SECRET, 300_001)))
        .isEqualTo(PKIFailureInfo.badAlg);
  }

  @Test
  void ed25519AndRsa_areCertified() {
    for (String[] kind : new String[][] {{"Ed25519", "Ed25519"}, {"RSA", "SHA256withRSA"}}) {
      byte[] answer =
          ground.post(
              Asked.localKey(
                      Asked.message().messageTime(ground.clock.instant()),
                      PKIBody.TYPE_INIT_REQ,
                      Asked.keys(kind[0]),
                      kind[1])
                  .pbm(Ground.SECRET, 500));
      assertThat(Asked.certificate(answer)).isNotNull();
    }
  }

  @Test
  void oneKey_isCertifiedAgainAndAgain() {
    assertThat(Asked.certificate(ask(Asked.message())).getSerialNumber())
        .isNotEqualTo(Asked.certificate(ask(Asked.message())).getSerialNumber());
  }

  @Test
  void certificateNobodyConfirms_isRevokedAfterAQuarterOfAMinute() {
    CmpWriter unconfirmed = new CmpWriter().senderKid("conformance".getBytes());
    unconfirmed.transactionId("unconfirmed-0001".getBytes());
    BigInteger serial = Asked.certificate(ask(unconfirmed)).getSerialNumber();
    ground.clock.move(Duration.ofSeconds(14));
    ground.runDue();
    assertThat(revoked(serial)).isZero();
    ground.clock.move(Duration.ofSeconds(2));
    ground.runDue();
    assertThat(revoked(serial)).isOne();
  }

  @Test
  void order_standsForEverAndKeepsItsOwner() {
    ground.open(Ground.SECRET);
    assertThat(statements()).isEqualTo(statementsAfter(() -> ground.open(Ground.SECRET)));
    for (int week = 0; week < 4; week++) {
      ground.clock.move(Duration.ofDays(8));
      ground.runDue();
      assertThat(Asked.certificate(ask(Asked.message()))).isNotNull();
    }
    // a server that was off for longer than a secret lives
    ground.clock.move(Duration.ofDays(40));
    ground.open(Ground.SECRET);
    ground.runDue();
    assertThat(Asked.certificate(ask(Asked.message()))).isNotNull();
    assertThat(Rows.count("issuing", "SELECT COUNT(*) FROM registrar_owner")).isOne();
  }

  @Test
  void otherSecretInTheFile_replacesTheFirst() {
    ground.open(OTHER);
    assertThat(Asked.failInfo(ask(Asked.message()))).isEqualTo(PKIFailureInfo.badMessageCheck);
    assertThat(Asked.certificate(ask(Asked.message(), OTHER, 500))).isNotNull();
    ground.open(Ground.SECRET);
    assertThat(Asked.certificate(ask(Asked.message()))).isNotNull();
  }

  @Test
  void nodesStartingAtOnce_findOneOrder() {
    List<CompletableFuture<Void>> starting =
        Stream.of(1, 2, 3)
            .map(node -> CompletableFuture.runAsync(() -> ground.open(OTHER)))
            .toList();
    starting.forEach(CompletableFuture::join);
    assertThat(Asked.certificate(ask(Asked.message(), OTHER, 500))).isNotNull();
    assertThat(Rows.count("issuing", "SELECT COUNT(*) FROM registrar_owner")).isOne();
    ground.open(Ground.SECRET);
  }

  private static long statementsAfter(Runnable work) {
    work.run();
    return statements();
  }

  private static long statements() {
    return Rows.count("issuing", "SELECT COUNT(*) FROM registrar_statement");
  }

  private static long revoked(BigInteger serial) {
    return Rows.count(
        "issuing",
        "SELECT COUNT(*) FROM revocation WHERE HEX(serial) = '"
            + serial.toString(16).toUpperCase(Locale.ROOT)
            + "'");
  }
}
