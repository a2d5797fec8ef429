package org.vouchseal.keyservice.central;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.ProfileName;

/** Requests whose order does not entitle to the key. */
class CentralKeyUnderWrongOrderTest extends RefusingKeyService {

  @Test
  void orderSignedByAnotherKey_isNotAuthorized() {
    OrderWriter impostor = new OrderWriter(TestPki.RA);

    assertRefused(
        generate(ProfileName.ENCRYPTION, impostor.order(order.order()), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "signature");
  }

  @Test
  void orderOfUnknownAuthority_isNotAuthorized() {
    OrderWriter unknown = new OrderWriter("nobody");

    assertRefused(
        generate(
            ProfileName.ENCRYPTION,
            unknown.order(order.by("nobody").order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no registration authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b.c", "not an order", "e30.e30."})
  void textThatIsNoOrder_isNotAuthorized(String text) {
    assertRefused(
        generate(ProfileName.ENCRYPTION, text, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "order");
  }

  @Test
  void ownerChangedInTheOrder_isNotAuthorized() {
    Map<String, Object> claims = new LinkedHashMap<>(parts.pki.ra().claims(order.order()));
    claims.put("owner", "mallory");
    String mallorys =
        new OrderWriter(TestPki.RA)
            .sign(parts.pki.ra().header("vouchseal-order+jwt"), claims)
            .replaceAll("\\.[^.]*$", "")
            .concat(parts.pki.ra().order(order.order()).replaceAll("^[^.]*\\.[^.]*", ""));

    assertRefused(
        generate(ProfileName.ENCRYPTION, mallorys, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "signature");
  }

  @Test
  void wishAboutTheLookUp_isNoOrderForAKey() {
    DirectoryOrder wish =
        new DirectoryOrder(
            TestPki.RA,
            "jti-wish",
            order.order().tenant(),
            order.order().reference(),
            true,
            order.order().issuedAt(),
            order.order().expiresAt());
    assertRefused(
        generate(ProfileName.ENCRYPTION, parts.pki.ra().order(wish), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "look-up");
  }

  @Test
  void mailDomainThatTheAuthorityMayNotOrder_isNotAuthorized() {
    Orders foreign = order.by(TestPki.SMALL_RA).profiles(ProfileName.ENCRYPTION);

    assertRefused(
        generate(
            ProfileName.ENCRYPTION,
            parts.pki.smallRa().order(foreign.order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "may not order mail domain example.org");
  }

  @Test
  void compatThatTheAuthorityMayNotOrder_isNotAuthorized() {
    Orders foreign = order.by(TestPki.SMALL_RA).mailbox("alice@example.net");

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            parts.pki.smallRa().order(foreign.order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "may not order profile encryption-compat");
  }

  @Test
  void profileThatTheOrderDoesNotName_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.profiles(ProfileName.SIGNING), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "does not name profile");
  }

  @Test
  void signingProfile_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.SIGNING, order, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no central keys");
  }

  @Test
  void tierThatNobodyDecided_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.tier(AssuranceTier.V2), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "not decided");
  }

  @Test
  void validationTooOld_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.reusableUntil(Orders.NOW), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "could be used until");
  }
}
