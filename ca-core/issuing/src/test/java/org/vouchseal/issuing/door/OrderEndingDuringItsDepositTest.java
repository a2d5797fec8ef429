package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.TenantId;

/** The order is revoked, or superseded, after it was found in force and before its copy came. */
class OrderEndingDuringItsDepositTest extends OneIssuing {

  @Test
  void revokedOrder_leavesTheKeyServiceNoCopy() {
    Issuing.Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    issuing.keyService.duringDeposit =
        () -> assertThat(revoke(order.reference()).status()).isEqualTo(200);

    assertThat(issuing.send(order).status()).isEqualTo(201);

    assertThat(issuing.keyService.deposited).hasSize(1);
    assertThat(issuing.keyService.held).isEmpty();
  }

  @Test
  void revokedOrderWhoseCopyWasLeftByACrash_losesItWhenItIsRepeated() {
    Issuing.Enrolment order = issuing.enrolment("anna@example.org");
    assertThat(revoke(order.reference()).status()).isEqualTo(200);
    issuing.keyService.held.add(order.order().reference());

    assertThat(issuing.send(order).status()).isEqualTo(200);

    assertThat(issuing.keyService.held).isEmpty();
  }

  @Test
  void supersededOrder_leavesTheNewerOneItsCopy() {
    Issuing.Wish wish = issuing.wish("anna@example.org");
    Issuing.Enrolment first = issuing.written(wish);
    assertThat(issuing.send(first).status()).isEqualTo(201);
    assertThat(issuing.send(issuing.written(wish.supersedes(wish.jti()))).status()).isEqualTo(201);

    assertThat(issuing.send(first).status()).isEqualTo(200);

    assertThat(issuing.keyService.held).containsExactly(first.order().reference());
  }

  private RegistrarHttpResponse revoke(String reference) {
    Instant now = issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String jws =
        issuing.pki.ra.order(
            new RevocationOrder(
                "main",
                "rev-" + Reference.random(issuing.random),
                TenantId.MAIN,
                new Reference(reference),
                Optional.empty(),
                RevocationReason.KEY_COMPROMISE,
                now,
                now.plusSeconds(60)));
    return issuing.registrar(
        "POST", "/revocations", "{\"order\":\"" + jws + "\"}", Optional.empty());
  }
}
