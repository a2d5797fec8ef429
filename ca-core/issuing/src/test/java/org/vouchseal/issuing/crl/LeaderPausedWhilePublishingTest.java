package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;

/**
 * The node with the lease stops for longer than the lease, with a signed list in its hands, and
 * goes on as if nothing had been.
 */
class LeaderPausedWhilePublishingTest {

  private final TestCore test = new TestCore();
  private final IssuingCore other = test.assemble("node-2");

  @Test
  void leaseTakenOverMeanwhile_nothingOfTheOldLeaderIsPublished() {
    assertThat(results(test.core())).containsOnly(Result.PUBLISHED);
    long lists = test.count("crl");
    revoke("tx-1");
    test.whenReached(
        "crl.before-publish",
        () -> test.asOwner("UPDATE lease SET holder = 'node-2', fence = fence + 1"));

    assertThat(results(test.core()))
        .contains(Result.HELD_ELSEWHERE)
        .doesNotContain(Result.PUBLISHED);

    assertThat(test.count("crl")).isEqualTo(lists);
    assertThat(test.count("revocation WHERE first_crl IS NOT NULL")).isZero();
    assertThat(test.count("audit_event WHERE type = 'crl.published'")).isEqualTo(lists);
  }

  @Test
  void otherNodePublishedMeanwhile_itsListStaysTheNewest() throws Exception {
    assertThat(results(test.core())).containsOnly(Result.PUBLISHED);
    revoke("tx-1");
    test.whenReached(
        "crl.before-publish",
        () -> {
          test.clock().advance(Duration.ofMinutes(2));
          revoke("tx-2");
          assertThat(results(other)).contains(Result.PUBLISHED);
        });

    assertThat(results(test.core()))
        .contains(Result.HELD_ELSEWHERE)
        .doesNotContain(Result.PUBLISHED);

    assertThat(PublishedLists.crl("smime").getRevokedCertificates()).hasSize(2);
    assertThat(test.count("crl WHERE issuer = 'smime'")).isEqualTo(2);
    assertThat(test.violations()).isEmpty();
  }

  private static List<Result> results(IssuingCore node) {
    return node.crls().run().stream().map(CrlRun::result).toList();
  }

  private void revoke(String key) {
    SignedCertificate issued =
        test.issued(test.signingRequest(key, Keys.p256().getPublic().getEncoded()));
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", issued.serial(), RevocationReason.SUPERSEDED, "ra:main"));
  }
}
