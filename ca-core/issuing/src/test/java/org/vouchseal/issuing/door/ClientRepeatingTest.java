package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.runtime.HaltPoint;

/** The answer was lost on its way; what the client sends again, and when. */
class ClientRepeatingTest extends OneIssuing {

  private static final String IN_USE = "transactionIdInUse";

  private long certificates() {
    return issuing.count("SELECT COUNT(*) FROM certificate WHERE issuer = 'smime'");
  }

  @Test
  void irWhileItsTransactionIsOpen_getsTheSameOctetsHoweverLate() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    Applicant.Answer first = anna.send("/p/signing", ir);

    issuing.clock.advance(Duration.ofMinutes(50));

    assertThat(anna.send("/p/signing", ir).octets()).isEqualTo(first.octets());
    assertThat(certificates()).isEqualTo(1);
  }

  @Test
  void irAfterCertConf_isInUse() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    Applicant.Answer ip = anna.send("/p/signing", ir);
    anna.send("/p/signing", anna.mac(anna.accepting(ip)));

    assertThat(anna.send("/p/signing", ir).failure()).isEqualTo(IN_USE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"implicitConfirm", "certConf", "rr"})
  void lastMessageOfAnEndedTransaction_getsTheSameOctetsForAMinute(String which) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] last;
    switch (which) {
      case "implicitConfirm" -> last = anna.mac(anna.irWriter().implicitConfirm());
      case "certConf" -> last = anna.mac(anna.accepting(anna.send("/p/signing", anna.ir())));
      default -> {
        anna.enrolled();
        last = anna.signed(anna.rrWriter(anna.certificate));
      }
    }
    Applicant.Answer first = anna.send("/p/signing", last);

    issuing.clock.advance(Duration.ofSeconds(58));
    assertThat(anna.send("/p/signing", last).octets()).isEqualTo(first.octets());
    issuing.clock.advance(Duration.ofSeconds(3));
    assertThat(anna.send("/p/signing", last).failure())
        .isEqualTo(which.equals("certConf") ? "certConfirmed" : IN_USE);
  }

  @Test
  void minuteOfTheRetryWindow_isOneOfUptime() {
    issuing.clock.advance(Duration.ofHours(-1));
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.mac(anna.irWriter().implicitConfirm());
    Applicant.Answer first = anna.send("/p/signing", ir);

    try (Issuing anHourLater = new Issuing(issuing.pki, false)) {
      Applicant again = new Applicant(anHourLater, anna.enrolment);
      anHourLater.runDue();
      assertThat(again.send("/p/signing", ir).octets()).isEqualTo(first.octets());
      anHourLater.clock.advance(Duration.ofSeconds(61));
      assertThat(again.send("/p/signing", ir).failure()).isEqualTo(IN_USE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tx-a.after", "tx-b.after", "sign.after", "tx-c.before"})
  void outageLongerThanMessageTimeLasts_sameOctetsAreCompleted(String point) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    issuing.halt = Halted.onceAt(point);
    assertThatThrownBy(() -> anna.send("/p/signing", ir)).isInstanceOf(Halted.class);
    issuing.halt = HaltPoint.NONE;
    issuing.clock.advance(Duration.ofMinutes(20));

    Applicant.Answer ip = anna.send("/p/signing", ir);

    assertThat(ip.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(certificates()).isEqualTo(1);
  }

  @Test
  void sameOctetsToAnotherProfile_areInUseAndTheFirstGoesOn() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    byte[] cr = anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false));
    issuing.halt = Halted.onceAt("tx-a.after");
    assertThatThrownBy(() -> anna.send("/p/encryption", cr)).isInstanceOf(Halted.class);
    issuing.halt = HaltPoint.NONE;

    assertThat(anna.send("/p/encryption-cloud", cr).failure()).isEqualTo(IN_USE);

    Applicant.Answer cp = anna.send("/p/encryption", cr);
    assertThat(cp.response().getCertifiedKeyPair().getPrivateKey()).isNotNull();
  }

  @Test
  void newTransactionAfterALostIp_isDuplicateUntilTheFirstIsEnded() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] lost = anna.ir();
    anna.send("/p/signing", lost);

    assertThat(anna.send("/p/signing", anna.ir()).failure()).isEqualTo("duplicateCertReq");
    Applicant.Answer ip = anna.send("/p/signing", lost);
    anna.send("/p/signing", anna.mac(anna.following(ip).body(Applicant.clientError())));

    assertThat(anna.send("/p/signing", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void errorRepeated_getsTheSamePkiConf() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());
    byte[] error = anna.mac(anna.following(ip).body(Applicant.clientError()));

    Applicant.Answer first = anna.send("/p/signing", error);

    assertThat(first.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(anna.send("/p/signing", error).octets()).isEqualTo(first.octets());
  }
}
