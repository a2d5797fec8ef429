package org.vouchseal.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.api.CeremonyFixture;
import org.vouchseal.api.FakeRegistrar;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.validation.order.DirectoryDraft;
import org.vouchseal.validation.order.OrderDraft;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.OrderSecret;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.order.RevalidationDraft;
import org.vouchseal.validation.order.RevocationDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.WaitingRenewal;

class RegistrationAuthorityOrderingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private final FakeRegistrar fake = new FakeRegistrar();
  private CeremonyFixture ceremony;

  @BeforeEach
  void open() {
    ceremony = new CeremonyFixture(folder, fake, true);
  }

  @AfterEach
  void close() {
    fake.close();
  }

  @ParameterizedTest
  @CsvSource({"auto", "fallback"})
  void order_isReadByForeignLibraryWithExactlyTheAgreedClaims(String crypto) {
    HttpRegistrar registrar = registrar(fake.address(), crypto);
    OrderSecret secret = OrderSecret.random(new SecureRandom());
    OrderOutcome outcome = registrar.submit(registrar.seal(draft(true), secret));

    assertThat(outcome).isInstanceOf(OrderOutcome.Accepted.class);
    assertThat(fake.secrets).containsExactly(secret.reveal());
    assertThat(fake.openedForKeyService).containsExactly(secret.reveal());
    Map<String, Object> claims = fake.statements.get(0);
    assertThat(claims)
        .containsEntry("typ", "vouchseal-order+jwt")
        .containsEntry("kid", "main")
        .containsEntry("iss", "main")
        .containsEntry("aud", "vouchseal-registrar")
        .containsEntry("iat", NOW.getEpochSecond())
        .containsEntry("exp", NOW.getEpochSecond() + 300)
        .containsEntry("jti", "jti-1")
        .containsEntry("kind", "enrolment")
        .containsEntry("tenant", "main")
        .containsEntry("reference", "ref-1")
        .containsEntry("supersedes", "jti-0")
        .containsEntry("owner", "owner-1")
        .containsEntry("ownerProof", "MAA=")
        .containsEntry("tier", "V1")
        .containsEntry("subject", List.of(Map.of("type", "CN", "value", "anna@example.org")))
        .containsEntry("mailboxes", List.of("anna@example.org"))
        .containsEntry("profiles", List.of("signing", "encryption", "encryption-compat"))
        .containsEntry("validitySeconds", 63072000L)
        .containsEntry("reusableUntil", NOW.plus(Duration.ofDays(30)).getEpochSecond())
        .containsEntry("caseDigest", "0".repeat(64))
        .containsKeys("secretDigest", "keyServiceSecretDigest")
        .hasSize(22);
  }

  @Test
  void orderWithoutCompat_hasNoSecretForTheKeyService() {
    HttpRegistrar registrar = registrar(fake.address(), "auto");
    assertThat(
            registrar.submit(registrar.seal(draft(false), OrderSecret.random(new SecureRandom()))))
        .isInstanceOf(OrderOutcome.Accepted.class);
    assertThat(fake.openedForKeyService).isEmpty();
    assertThat(fake.statements.get(0)).doesNotContainKey("keyServiceSecretDigest");
  }

  @ParameterizedTest
  @CsvSource({
    "200, Accepted",
    "201, Accepted",
    "403, Refused",
    "404, Refused",
    "409, Refused",
    "422, Refused",
    "429, Refused",
    "400, Unavailable",
    "401, Unavailable",
    "302, Unavailable",
    "500, Unavailable",
    "503, Unavailable"
  })
  void answer_isTakenForWhatItMeans(int status, String outcome) {
    fake.status = status;
    fake.answer =
        "{\"type\":\"/api/problems/order-in-use\",\"title\":\"t\",\"detail\":\"d\",\"action\":\"a\"}";
    HttpRegistrar registrar = registrar(fake.address(), "auto");
    OrderOutcome found =
        registrar.submit(registrar.seal(draft(false), OrderSecret.random(new SecureRandom())));
    assertThat(found.getClass().getSimpleName()).isEqualTo(outcome);
    if (found instanceof OrderOutcome.Refused refused) {
      assertThat(refused.problem().type()).isEqualTo("order-in-use");
    }
  }

  @Test
  void registrarThatIsNotThereOrSleeps_isUnavailable() {
    HttpRegistrar nowhere = registrar(URI.create("http://127.0.0.1:1"), "auto");
    assertThat(nowhere.submit(nowhere.seal(draft(false), OrderSecret.random(new SecureRandom()))))
        .isInstanceOf(OrderOutcome.Unavailable.class);
    fake.delayMillis = 3_000;
    HttpRegistrar sleepy =
        new HttpRegistrar(
            new RegistrarSettings(fake.address(), "main", Duration.ofMillis(300)),
            ceremony.token().signing(KeyPurpose.RA_ORDER),
            ceremony.directory(),
            ceremony.providers(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SecureRandom());
    assertThat(sleepy.submit(sleepy.seal(draft(false), OrderSecret.random(new SecureRandom()))))
        .isInstanceOf(OrderOutcome.Unavailable.class);
  }

  @Test
  void revocationAndQuery_areSignedAsTheirOwnKinds() {
    fake.standing =
        """
        {"reference":"ref-1","state":"ISSUED",
         "certificates":[{"serial":"0aff","profile":"signing","notAfter":"2028-11-21T12:00:00Z",
           "state":"VALID"}],
         "formerOwners":[{"mailbox":"anna@example.org","revocationDue":"2026-11-23T12:00:00Z"}]}
        """;
    HttpRegistrar registrar = registrar(fake.address(), "auto");
    assertThat(
            registrar.revoke(
                registrar.seal(
                    new RevocationDraft(
                        "jti-2",
                        TenantId.MAIN,
                        new Reference("ref-1"),
                        RevocationReason.CESSATION_OF_OPERATION,
                        NOW,
                        NOW.plusSeconds(300)))))
        .isInstanceOf(OrderOutcome.Accepted.class);
    assertThat(fake.statements.get(0).keySet())
        .containsExactlyInAnyOrder(
            "typ",
            "kid",
            "iss",
            "aud",
            "iat",
            "exp",
            "jti",
            "kind",
            "tenant",
            "reference",
            "reason");
    OrderStanding standing = registrar.standing(new Reference("ref-1")).orElseThrow();
    assertThat(standing.state()).isEqualTo(OrderStanding.State.ISSUED);
    assertThat(standing.certificates().get(0).serial().hex()).isEqualTo("0aff");
    assertThat(standing.formerOwners()).hasSize(1);
    assertThat(fake.statements.get(1))
        .containsEntry("typ", "vouchseal-query+jwt")
        .containsEntry("reference", "ref-1")
        .hasSize(7);
  }

  @Test
  void revalidation_hasExactlyTheAgreedClaims() {
    HttpRegistrar registrar = registrar(fake.address(), "auto");
    assertThat(
            registrar.extend(
                registrar.seal(
                    new RevalidationDraft(
                        "jti-3",
                        TenantId.MAIN,
                        new Reference("ref-1"),
                        "jti-1",
                        NOW.plus(Duration.ofDays(30)),
                        "1".repeat(64),
                        NOW,
                        NOW.plusSeconds(300)))))
        .isInstanceOf(OrderOutcome.Accepted.class);
    assertThat(fake.statements.get(0))
        .containsEntry("typ", "vouchseal-order+jwt")
        .containsEntry("kid", "main")
        .containsEntry("iss", "main")
        .containsEntry("aud", "vouchseal-registrar")
        .containsEntry("iat", NOW.getEpochSecond())
        .containsEntry("exp", NOW.getEpochSecond() + 300)
        .containsEntry("jti", "jti-3")
        .containsEntry("kind", "revalidation")
        .containsEntry("tenant", "main")
        .containsEntry("reference", "ref-1")
        .containsEntry("extends", "jti-1")
        .containsEntry("reusableUntil", NOW.plus(Duration.ofDays(30)).getEpochSecond())
        .containsEntry("caseDigest", "1".repeat(64))
        .hasSize(13);
  }

  @Test
  void waitingRenewals_areAskedForUnderTheirOwnType() {
    fake.waiting = "{\"waiting\":[{\"reference\":\"ref-1\",\"jti\":\"jti-1\"}]}";
    HttpRegistrar registrar = registrar(fake.address(), "auto");

    assertThat(registrar.waitingRenewals(Optional.empty()).orElseThrow())
        .containsExactly(new WaitingRenewal(new Reference("ref-1"), "jti-1"));
    assertThat(registrar.waitingRenewals(Optional.of(new Reference("ref-0")))).isPresent();
    assertThat(fake.statements.get(0))
        .containsEntry("typ", "vouchseal-waiting-query+jwt")
        .hasSize(6);
    assertThat(fake.statements.get(1)).containsEntry("after", "ref-0").hasSize(7);
    fake.waiting = "{\"waiting\":5}";
    assertThat(registrar.waitingRenewals(Optional.empty())).isEmpty();
  }

  @Test
  void wishAboutTheLookUp_isReadByForeignLibraryWithExactlyTheAgreedClaims() {
    HttpRegistrar registrar = registrar(fake.address(), "auto");
    SealedOrder wish =
        registrar.seal(
            new DirectoryDraft(
                "jti-3", TenantId.MAIN, new Reference("ref-1"), false, NOW, NOW.plusSeconds(300)));
    assertThat(registrar.list(wish)).isInstanceOf(OrderOutcome.Accepted.class);
    assertThat(fake.statements.get(0))
        .containsEntry("typ", "vouchseal-order+jwt")
        .containsEntry("jti", "jti-3")
        .containsEntry("kind", "directory")
        .containsEntry("tenant", "main")
        .containsEntry("reference", "ref-1")
        .containsEntry("listed", false)
        .hasSize(11);
  }

  private HttpRegistrar registrar(URI address, String crypto) {
    return new HttpRegistrar(
        RegistrarSettings.of(address, "main"),
        ceremony.token().signing(KeyPurpose.RA_ORDER),
        ceremony.directory(),
        CryptoProviders.of(crypto),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new SecureRandom());
  }

  private static OrderDraft draft(boolean compat) {
    List<ProfileName> profiles =
        compat
            ? List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_COMPAT)
            : List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION);
    return new OrderDraft(
        "jti-1",
        TenantId.MAIN,
        new Reference("ref-1"),
        Optional.of("jti-0"),
        new OwnerId("owner-1"),
        Optional.of(new byte[] {0x30, 0}),
        AssuranceTier.V1,
        SubjectName.commonName("anna@example.org"),
        List.of(Mailbox.parse("anna@example.org")),
        profiles,
        Duration.ofDays(730),
        NOW.plus(Duration.ofDays(30)),
        "0".repeat(64),
        NOW,
        NOW.plusSeconds(300));
  }
}
