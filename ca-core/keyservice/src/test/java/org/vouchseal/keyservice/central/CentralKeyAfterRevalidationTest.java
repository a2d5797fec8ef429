package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.RevalidationOrder;

/** The order's own validation has ended, and a re-validation of it comes with the request. */
class CentralKeyAfterRevalidationTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders order = Orders.forAlice();
  private final Client client = Client.of(parts.pki, order.mailbox());
  private final KeyPair ephemeral = TestPki.curveKeys();

  private CentralKeyOutcome afterRevalidation(RevalidationOrder revalidation) {
    return under(parts.pki.ra().order(revalidation));
  }

  private CentralKeyOutcome under(String jws) {
    return room.generateCentralKey()
        .generate(
            new CentralKeyRequest(
                client.cr(ephemeral),
                parts.pki.ra().order(order.reusableUntil(Orders.NOW).order()),
                Optional.of(jws),
                ProfileName.ENCRYPTION));
  }

  private RevalidationOrder revalidation(String extended, Duration until) {
    return new RevalidationOrder(
        order.order().ra(),
        "again-1",
        order.order().tenant(),
        order.order().reference(),
        extended,
        Orders.NOW.plus(until),
        "ab".repeat(32),
        Orders.NOW,
        Orders.NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void validationThatWasRenewed_givesTheKey() {
    assertThat(
            afterRevalidation(revalidation(order.order().jti(), Duration.ofDays(30)))
                .<Boolean>fold(escrowed -> true, refused -> false))
        .isTrue();
  }

  @Test
  void renewedValidationOfAnotherStatementOrForTooLong_isNotAuthorized() {
    RefusingKeyService.assertRefused(
        afterRevalidation(revalidation("another-jti", Duration.ofDays(30))),
        Reason.NOT_AUTHORIZED,
        "of another order");
    RefusingKeyService.assertRefused(
        afterRevalidation(revalidation(order.order().jti(), Duration.ofDays(31))),
        Reason.NOT_AUTHORIZED,
        "states too much");
  }

  @Test
  void renewedValidationThatSomebodyElseSigned_isNotAuthorized() {
    RefusingKeyService.assertRefused(
        under(
            new OrderWriter(TestPki.RA)
                .order(revalidation(order.order().jti(), Duration.ofDays(30)))),
        Reason.NOT_AUTHORIZED,
        "signature");
    RefusingKeyService.assertRefused(
        under(parts.pki.ra().order(order.order())), Reason.NOT_AUTHORIZED, "is an order");
  }
}
