package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;

/** Lists after a clock was wrong, and after the database was brought back from a backup. */
class PublishingAfterAFaultTest {

  private final TestCore test = new TestCore();

  @Test
  void listFromTheFuture_isReplacedByOneThatIsValidNow() throws Exception {
    Instant now = test.clock().instant();
    test.clock().advance(Duration.ofDays(3650));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    long future = PublishedLists.number("smime");
    test.clock().advance(Duration.ofDays(-3650));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    assertThat(PublishedLists.crl("smime").getThisUpdate().toInstant()).isEqualTo(now);
    assertThat(PublishedLists.number("smime")).isEqualTo(future + 1);
    assertThat(results()).containsOnly(Result.NOT_DUE);
  }

  @Test
  void nodesWhoseClocksDifferALittle_doNotReplaceEachOthersLists() {
    assertThat(results()).containsOnly(Result.PUBLISHED);
    test.clock().advance(Duration.ofSeconds(-30));
    assertThat(results()).containsOnly(Result.NOT_DUE);
  }

  @Test
  void entryThatAWrongClockTookForExpired_comesBack() throws Exception {
    SignedCertificate revoked = revoked("tx-1");
    assertThat(results()).containsOnly(Result.PUBLISHED);
    test.clock().advance(Duration.ofDays(3650));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    test.clock().advance(Duration.ofDays(1));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    assertThat(PublishedLists.crl("smime").getRevokedCertificates()).isNull();
    test.clock().advance(Duration.ofDays(-3651));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    assertThat(PublishedLists.crl("smime").getRevokedCertificate(revoked.serial().value()))
        .isNotNull();
  }

  @Test
  void failureOfAClockAhead_doesNotPauseForYears() throws Exception {
    SignedCertificate revoked = revoked("tx-1");
    assertThat(results()).containsOnly(Result.PUBLISHED);
    test.asOwner("DELETE FROM revocation");
    test.clock().advance(Duration.ofDays(365));
    assertThat(results()).contains(Result.BLOCKED);
    test.clock().advance(Duration.ofDays(-365));
    SignedCertificate other = revoked("tx-2");
    assertThat(results()).as("tried, not paused").contains(Result.BLOCKED);
    assertThat(PublishedLists.crl("smime").getRevokedCertificate(revoked.serial().value()))
        .isNotNull();
    assertThat(PublishedLists.crl("smime").getRevokedCertificate(other.serial().value())).isNull();
  }

  @Test
  void listsBroughtBackFromABackup_areFollowedByAHigherNumber() throws Exception {
    assertThat(results()).containsOnly(Result.PUBLISHED);
    long backup = PublishedLists.number("smime");
    test.clock().advance(Duration.ofDays(1));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    long lost = PublishedLists.number("smime");
    test.asOwner("DELETE FROM crl_part WHERE crl_number = " + lost);
    test.asOwner("DELETE FROM crl WHERE crl_number = " + lost);
    assertThat(PublishedLists.number("smime")).isEqualTo(backup);
    test.clock().advance(Duration.ofSeconds(1));
    assertThat(results()).contains(Result.PUBLISHED);
    assertThat(PublishedLists.number("smime")).isGreaterThan(lost);
  }

  private List<Result> results() {
    return test.core().crls().run().stream().map(CrlRun::result).toList();
  }

  private SignedCertificate revoked(String key) {
    SignedCertificate issued =
        test.issued(test.signingRequest(key, Keys.p256().getPublic().getEncoded()));
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", issued.serial(), RevocationReason.KEY_COMPROMISE, "ra:main"));
    return issued;
  }
}
