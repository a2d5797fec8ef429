package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.door.Room.Enrolment;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SubjectName;

/**
 * A thief has the order key of a registration authority and signs well-formed orders. What he may
 * have, tiers, domains, quota and repetitions, is tried in {@link
 * RegistrationAuthorityOrderingTest} and what he may write in RegistrarReadingOrderTest; here is
 * the rest.
 */
class StolenOrderKeyTest extends OneIssuing {

  private static final Duration YEAR = Duration.ofDays(365);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root-ca",
        "smime-ca",
        "trust-ca",
        "ocsp-responder",
        "cmp-signer",
        "kga",
        "ra-order",
        "none"
      })
  void profileThatIsNoApplicants_isRefused(String profile) {
    EnrolmentOrder usual = usual();
    refused(
        issuing.send(
            signed(
                usual,
                List.of(ProfileName.SIGNING, new ProfileName(profile)),
                usual.subject(),
                usual.mailboxes(),
                YEAR,
                usual.reusableUntil())),
        "profile");
  }

  @Test
  void validationThatIsTooOld_isRefused() {
    EnrolmentOrder usual = usual();
    Instant now = issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    refused(
        issuing.send(
            signed(usual, usual.profiles(), usual.subject(), usual.mailboxes(), YEAR, now)),
        "validation");
  }

  @Test
  void foreignMailboxBesideAnOwnOne_isRefused() {
    EnrolmentOrder usual = usual();
    refused(
        issuing.send(
            signed(
                usual,
                usual.profiles(),
                usual.subject(),
                List.of(Mailbox.parse("anna@example.org"), Mailbox.parse("eve@example.com")),
                YEAR,
                usual.reusableUntil())),
        "mail-domain");
  }

  @Test
  void compatForAnAuthorityWithoutIt_isRefused() {
    issuing.pki.compat(false);
    try (Issuing strict = new Issuing(issuing.pki, false)) {
      refused(strict.send(strict.written(strict.wish("anna@example.org"))), "profile");
    } finally {
      issuing.pki.compat(true);
    }
  }

  @Test
  void nameOfAPerson_isNeverCertifiedInV1() {
    EnrolmentOrder usual = usual();
    Enrolment order =
        signed(
            usual,
            List.of(ProfileName.SIGNING),
            SubjectName.commonName("Anna Example"),
            usual.mailboxes(),
            YEAR,
            usual.reusableUntil());
    assertThat(issuing.send(order).status()).isEqualTo(201);

    Applicant thief = new Applicant(issuing, order);
    assertThat(thief.send("/p/signing", thief.ir()).type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isZero();
  }

  @Test
  void certificateForACentury_livesAsLongAsItsProfileAllows() {
    EnrolmentOrder usual = usual();
    Enrolment order =
        signed(
            usual,
            List.of(ProfileName.SIGNING),
            usual.subject(),
            usual.mailboxes(),
            YEAR.multipliedBy(100),
            usual.reusableUntil());
    assertThat(issuing.send(order).status()).isEqualTo(201);

    Applicant thief = new Applicant(issuing, order).enrolled();
    assertThat(thief.certificate.getNotAfter().toInstant())
        .isBefore(issuing.clock.instant().plus(YEAR.multipliedBy(3)));
  }

  private EnrolmentOrder usual() {
    return issuing.written(issuing.wish("anna@example.org").profiles(ProfileName.SIGNING)).order();
  }

  private Enrolment signed(
      EnrolmentOrder like,
      List<ProfileName> profiles,
      SubjectName subject,
      List<Mailbox> mailboxes,
      Duration validity,
      Instant reusableUntil) {
    Enrolment carrier =
        issuing.written(issuing.wish("anna@example.org").profiles(ProfileName.SIGNING));
    EnrolmentOrder order =
        new EnrolmentOrder(
            like.ra(),
            carrier.order().jti(),
            like.tenant(),
            carrier.order().reference(),
            Optional.empty(),
            like.owner(),
            Optional.empty(),
            like.tier(),
            subject,
            mailboxes,
            profiles,
            validity,
            reusableUntil,
            like.caseDigest(),
            carrier.order().issuedAt(),
            carrier.order().expiresAt(),
            carrier.order().secretDigest(),
            Optional.empty());
    return new Enrolment(order, issuing.pki.ra.order(order), carrier.jwe(), carrier.secret());
  }

  private void refused(RegistrarHttpResponse answer, String type) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body()).contains("/registrar/problems/" + type);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order")).isZero();
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM audit_event WHERE type = 'order.refused'"
                    + " AND actor LIKE 'ra:%'"))
        .isEqualTo(1);
  }
}
