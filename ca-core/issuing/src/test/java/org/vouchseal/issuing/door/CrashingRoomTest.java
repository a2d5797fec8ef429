package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.issuing.invariants.InvariantFinding;
import org.vouchseal.testdatabase.TestDatabase;

/** The work stops at each point between two steps; the client sends the same octets again. */
class CrashingRoomTest {

  @TempDir Path folder;
  private Issuing issuing;

  @BeforeEach
  void start() {
    issuing = Issuing.fresh(folder);
  }

  @AfterEach
  void stop() {
    assertThat(findings()).isEmpty();
    issuing.close();
  }

  static List<InvariantFinding> findings() {
    return new CheckInvariants(TestDatabase.shared().owner("issuing"))
        .run().values().stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tx-a.before",
        "tx-a.after",
        "tx-b.before",
        "tx-b.after",
        "sign.after",
        "tx-c.before",
        "tx-c.after",
        "reply.before"
      })
  void haltDuringIr_sameOctetsGiveOneCertificate(String point) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    issuing.halt = Halted.onceAt(point);
    assertThatThrownBy(() -> anna.send("/p/signing", ir)).isInstanceOf(Halted.class);

    try (Issuing restarted = new Issuing(issuing.pki, false)) {
      Applicant again = new Applicant(restarted, anna.enrolment);
      Applicant.Answer first = again.send("/p/signing", ir);
      Applicant.Answer second = again.send("/p/signing", ir);

      assertThat(first.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
      assertThat(second.octets()).isEqualTo(first.octets());
      assertThat(again.send("/p/signing", again.mac(again.accepting(first))).type())
          .isEqualTo(PKIBody.TYPE_CONFIRM);
      assertThat(restarted.count("SELECT COUNT(*) FROM certificate WHERE issuer = 'smime'"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tx-a.after", "tx-b.after", "sign.after", "tx-c.before", "tx-c.after"})
  void haltDuringCentralKey_sameOctetsGiveOneKeyAndCertificate(String point) {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    byte[] cr = anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false));
    issuing.halt = Halted.onceAt(point);
    assertThatThrownBy(() -> anna.send("/p/encryption", cr)).isInstanceOf(Halted.class);
    issuing.halt = org.vouchseal.model.runtime.HaltPoint.NONE;

    Applicant.Answer first = anna.send("/p/encryption", cr);
    Applicant.Answer second = anna.send("/p/encryption", cr);

    assertThat(first.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(second.octets()).isEqualTo(first.octets());
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE key_class = 'ENC'"))
        .isEqualTo(1);
  }

  @Test
  void haltAfterCertConf_sameCertConfGetsTheSameAnswer() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());
    byte[] certConf = anna.mac(anna.accepting(ip));
    issuing.halt = Halted.onceAt("certconf.after");
    assertThatThrownBy(() -> anna.send("/p/signing", certConf)).isInstanceOf(Halted.class);

    Applicant.Answer first = anna.send("/p/signing", certConf);
    Applicant.Answer second = anna.send("/p/signing", certConf);

    assertThat(first.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(second.octets()).isEqualTo(first.octets());
  }

  @Test
  void haltAfterRevocation_sameRrGetsTheSameAnswer() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    byte[] rr = anna.signed(anna.rrWriter(anna.certificate));
    issuing.halt = Halted.onceAt("revoke.after");
    assertThatThrownBy(() -> anna.send("/p/signing", rr)).isInstanceOf(Halted.class);

    Applicant.Answer first = anna.send("/p/signing", rr);

    assertThat(first.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    assertThat(anna.send("/p/signing", rr).octets()).isEqualTo(first.octets());
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
  }
}
