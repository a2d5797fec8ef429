package org.vouchseal.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.jdbc.JdbcSecretStore;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.ProfileName;

/** The registrar hands the key service its copy of a secret. */
class OrderSecretTest {

  private static final String OTHER = "Another-Test-Secret-9876543210";

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders order = Orders.forAlice();

  @Test
  void depositedSecret_isFoundForItsOrder() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertThat(found(deposited)).contains(Client.SECRET);
    assertThat(TestRoom.auditTypes()).containsExactly("order-secret.deposited");
  }

  @Test
  void depositedSecret_isSealedInTheDatabase() {
    Secrets.deposit(parts, room, order);

    String sealed = TestRoom.query("SELECT HEX(sealed) FROM order_secret").get(0);
    assertThat(sealed)
        .doesNotContain(
            HexFormat.of()
                .withUpperCase()
                .formatHex(Client.SECRET.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void secretMovedToAnotherOrder_doesNotOpen() {
    Orders deposited = Secrets.deposit(parts, room, order);
    TestRoom.asRoot("UPDATE order_secret SET jti = 'another'");
    Orders another =
        new Orders(
            deposited.ra(),
            "another",
            deposited.supersedes(),
            deposited.reference(),
            deposited.owner(),
            deposited.mailbox(),
            deposited.tier(),
            deposited.profiles(),
            deposited.issuedAt(),
            deposited.reusableUntil(),
            deposited.keyServiceSecretDigest());

    assertThatThrownBy(() -> found(another)).isInstanceOf(OpeningRefused.class);
  }

  @Test
  void sameDeposit_changesNothing() {
    String jwe = Secrets.envelope(parts, order, Client.SECRET);
    Orders naming = naming(order, jwe);
    deposit(naming, jwe);
    String sealed = TestRoom.query("SELECT HEX(sealed) FROM order_secret").get(0);

    deposit(naming, jwe);

    assertThat(TestRoom.query("SELECT HEX(sealed) FROM order_secret")).containsExactly(sealed);
    assertThat(TestRoom.auditTypes()).containsExactly("order-secret.deposited");
  }

  @Test
  void sameDepositAfterErasure_doesNotBringTheSecretBack() {
    String jwe = Secrets.envelope(parts, order, Client.SECRET);
    Orders naming = naming(order, jwe);
    deposit(naming, jwe);
    room.eraseOrderSecret().erase(naming.order().reference());

    deposit(naming, jwe);

    assertThat(found(naming)).isEmpty();
    assertThat(TestRoom.query("SELECT sealed FROM order_secret WHERE sealed IS NOT NULL"))
        .isEmpty();
  }

  @Test
  void erasure_isIdempotentAndTellsOnce() {
    Orders deposited = Secrets.deposit(parts, room, order);

    room.eraseOrderSecret().erase(deposited.order().reference());
    room.eraseOrderSecret().erase(deposited.order().reference());

    assertThat(TestRoom.auditTypes())
        .containsExactly("order-secret.deposited", "order-secret.erased");
  }

  @Test
  void supersedingOrder_replacesTheSecret() {
    Orders first = Secrets.deposit(parts, room, order);
    Orders second = first.superseding(Duration.ofSeconds(5));
    String jwe = Secrets.envelope(parts, second, OTHER);
    deposit(naming(second, jwe), jwe);

    assertThat(found(second)).contains(OTHER);
    assertThat(found(first)).isEmpty();
  }

  @Test
  void supersededOrderThatComesLate_isRefused() {
    Orders second = order.superseding(Duration.ofSeconds(5));
    String jwe = Secrets.envelope(parts, second, OTHER);
    deposit(naming(second, jwe), jwe);

    assertThatThrownBy(() -> Secrets.deposit(parts, room, order))
        .isInstanceOf(SecretRefused.class)
        .hasMessageContaining("does not supersede");
    assertThat(found(second)).contains(OTHER);
  }

  @Test
  void supersedingOrderAfterALostOne_replacesTheSecret() {
    Orders first = Secrets.deposit(parts, room, order);
    Orders third = first.superseding(Duration.ofSeconds(5)).superseding(Duration.ofSeconds(5));
    String jwe = Secrets.envelope(parts, third, OTHER);
    deposit(naming(third, jwe), jwe);

    assertThat(found(third)).contains(OTHER);
  }

  @Test
  void supersedingOrderOfASpentSecret_isRefused() {
    Orders first = Secrets.deposit(parts, room, order);
    room.eraseOrderSecret().erase(first.order().reference());
    Orders second = first.superseding(Duration.ofSeconds(5));
    String jwe = Secrets.envelope(parts, second, OTHER);

    assertThatThrownBy(() -> deposit(naming(second, jwe), jwe))
        .isInstanceOf(SecretRefused.class)
        .hasMessageContaining("spent");
  }

  @Test
  void envelopeThatTheOrderDoesNotName_isRefused() {
    String jwe = Secrets.envelope(parts, order, Client.SECRET);

    assertThatThrownBy(() -> deposit(order, jwe)).isInstanceOf(SecretRefused.class);
    assertThat(TestRoom.query("SELECT reference FROM order_secret")).isEmpty();
  }

  @Test
  void envelopeOfAnotherOrder_isRefused() {
    String jwe = Secrets.envelope(parts, Orders.forAlice(), Client.SECRET);

    assertThatThrownBy(() -> deposit(naming(order, jwe), jwe)).isInstanceOf(SecretRefused.class);
  }

  @Test
  void orderWithoutCompat_isRefused() {
    String jwe = Secrets.envelope(parts, order, Client.SECRET);

    assertThatThrownBy(() -> deposit(naming(order, jwe).profiles(ProfileName.ENCRYPTION), jwe))
        .isInstanceOf(SecretRefused.class)
        .hasMessageContaining("encryption-compat");
  }

  @Test
  void orderOfAnImpostor_isRefused() {
    String jwe = Secrets.envelope(parts, order, Client.SECRET);
    String jws = new OrderWriter(TestPki.RA).order(naming(order, jwe).order());

    assertThatThrownBy(() -> room.depositOrderSecret().deposit(jws, jwe))
        .isInstanceOf(SecretRefused.class);
  }

  @Test
  void expiredSecret_isNotFoundAndWiped() {
    Orders deposited = Secrets.deposit(parts, room, order);
    Duration past = Duration.ofDays(14).plusSeconds(1);
    KeyServiceRoom later = parts.roomAt(Orders.NOW.plus(past));

    assertThat(secretsAt(past).find(deposited.order())).isEmpty();
    later.eraseOrderSecret().eraseExpired();
    assertThat(TestRoom.query("SELECT sealed FROM order_secret WHERE sealed IS NOT NULL"))
        .isEmpty();
    assertThat(TestRoom.auditTypes())
        .containsExactly("order-secret.deposited", "order-secret.expired");
  }

  @Test
  void secretThatHasNotExpired_isLeftAlone() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertThatCode(() -> room.eraseOrderSecret().eraseExpired()).doesNotThrowAnyException();

    assertThat(found(deposited)).contains(Client.SECRET);
  }

  private static Orders naming(Orders order, String jwe) {
    return order.secretDigest(OrderWriter.digest(jwe));
  }

  private void deposit(Orders order, String jwe) {
    room.depositOrderSecret().deposit(parts.pki.ra().order(order.order()), jwe);
  }

  private Optional<String> found(Orders order) {
    return secretsAt(Duration.ZERO)
        .find(order.order())
        .map(
            secret -> {
              try (MacSecret open = secret) {
                return open.use(octets -> new String(octets, StandardCharsets.US_ASCII));
              }
            });
  }

  private OrderSecrets secretsAt(Duration later) {
    return new OrderSecrets(
        parts.transactions,
        new JdbcSecretStore(parts.transactions),
        parts.pki.token().wrapping(KeyPurpose.KEYSERVICE_SECRET_SEAL),
        java.time.Clock.offset(parts.clock, later));
  }
}
