package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.issuing.door.Questions.genm;
import static org.vouchseal.issuing.door.Questions.idIt;
import static org.vouchseal.issuing.door.Questions.told;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.cmp.PaceSettings;
import org.vouchseal.model.runtime.Pace;

/** Senders who proved themselves and send more than their pace allows. */
@Tag("db")
class SenderOfStormsTest extends OneIssuing {

  private static final ASN1ObjectIdentifier CA_CERTS = idIt(17);
  private static final Duration EACH = Duration.ofHours(1);
  private static final int BURST = 3;

  private Issuing slow;
  private Applicant anna;

  @BeforeEach
  void openSlowly() {
    slow =
        new Issuing(
            issuing.pki,
            false,
            CmpSettings.DEFAULT.withPace(
                new PaceSettings(Pace.steady(BURST, EACH), Pace.steady(BURST + 1, EACH))));
    anna = Applicant.of(slow, "anna@example.org");
  }

  @AfterEach
  void closeSlowly() {
    slow.close();
  }

  private Applicant.Answer ask(Applicant who) {
    return who.send("", who.mac(genm(who, CA_CERTS)));
  }

  private void storm(Applicant who) {
    for (int i = 0; i < BURST; i++) {
      told(ask(who));
    }
  }

  @Test
  void messagesPastTheBurst_areRefusedProtectedAndToldHowLong() {
    storm(anna);

    Applicant.Answer refused = ask(anna);

    assertThat(refused.failure()).isEqualTo("systemUnavail");
    assertThat(refused.text()).contains("try again in").contains("seconds");
    assertThat(refused.isProtected()).isTrue();
  }

  @Test
  void otherSender_isServedMeanwhile() {
    storm(anna);
    assertThat(ask(anna).failure()).isEqualTo("systemUnavail");

    told(ask(Applicant.of(slow, "bert@example.org")));
  }

  @Test
  void oneMoreMessage_isAnsweredAfterEachPauseAndASecondNot() {
    storm(anna);
    slow.clock.advance(EACH);

    told(ask(anna));
    assertThat(ask(anna).failure()).isEqualTo("systemUnavail");
  }

  @Test
  void longPause_fillsTheBucketAndNotMore() {
    storm(anna);
    slow.clock.advance(EACH.multipliedBy(10));

    storm(anna);
    assertThat(ask(anna).failure()).isEqualTo("systemUnavail");
  }

  @Test
  void clockSetBack_givesNothingAndTakesNothing() {
    storm(anna);
    slow.clock.advance(EACH.negated());

    assertThat(ask(anna).failure()).isEqualTo("systemUnavail");

    slow.clock.advance(EACH);
    told(ask(anna));
  }

  @Test
  void wrongSecret_takesNothingFromItsOwner() {
    for (int i = 0; i <= BURST; i++) {
      Applicant.Answer guess = anna.send("", genm(anna, CA_CERTS).pbm("not-hers", 500));
      assertThat(guess.failure()).isEqualTo("badMessageCheck");
    }

    told(ask(anna));
  }

  @Test
  void registrationAuthority_hasAPaceOfItsOwn() {
    CmpAuthority ra = new CmpAuthority("acme");
    ra.registered(slow);
    try {
      for (int i = 0; i <= BURST; i++) {
        told(anna.send("", ra.signed(genm(anna, CA_CERTS).senderKid(null))));
      }
      assertThat(anna.send("", ra.signed(genm(anna, CA_CERTS).senderKid(null))).failure())
          .isEqualTo("systemUnavail");
    } finally {
      ra.removed(slow);
    }
  }
}
