package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** Nested messages: what is within is judged as if it had come directly. */
@Tag("db")
class RegistrationAuthorityForwardingTest extends OneIssuing {

  private final CmpAuthority ra = new CmpAuthority("acme");
  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;

  @BeforeEach
  void register() {
    ra.registered(issuing);
    anna = Applicant.of(issuing, "anna@example.org");
  }

  @AfterEach
  void unregister() {
    ra.removed(issuing);
  }

  private Applicant.Answer send(byte[] message) {
    return anna.send("/p/signing", message);
  }

  private Applicant.Answer nested(byte[]... messages) {
    return send(ra.nested(issuing, messages));
  }

  private static Applicant.Answer inner(Applicant.Answer outer, int index) {
    PKIMessage message =
        PKIMessages.getInstance(outer.message().getBody().getContent()).toPKIMessageArray()[index];
    return new Applicant.Answer(200, new byte[0], message);
  }

  @Test
  void oneMessage_isAnsweredDirectlyAndUnderItsOwnSecret() {
    Applicant.Answer ip = nested(anna.ir());

    assertThat(ip.type()).as(ip.failure()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(ip.message().getHeader().getProtectionAlg().getAlgorithm().getId())
        .isEqualTo("1.2.840.113533.7.66.13");
    assertThat(nested(anna.mac(anna.accepting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void severalMessages_areAnsweredInTheirOrderUnderOurSignature() {
    Applicant bob = Applicant.of(issuing, "bob@example.org");
    byte[] own = ra.signed(CmpAuthority.ir(issuing, "carol@example.org", key));

    Applicant.Answer answer = nested(anna.ir(), bob.mac(bob.certConfOfNothing()), own);

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_NESTED);
    assertThat(answer.isProtected()).isTrue();
    assertThat(inner(answer, 0).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(inner(answer, 1).failure()).isEqualTo("badRequest");
    assertThat(inner(answer, 2).certificate().getSubject().toString())
        .isEqualTo("CN=carol@example.org");
    assertThat(inner(answer, 0).response().getStatus().getStatus().intValue())
        .isEqualTo(PKIStatus.GRANTED);
  }

  @Test
  void nestedMessageAgain_getsTheSameAnswersWithin() {
    byte[] ir = anna.ir();

    byte[] first = nested(ir).octets();

    assertThat(nested(ir).octets()).isEqualTo(first);
    assertThat(send(ir).octets()).isEqualTo(first);
  }

  @Test
  void nestedOfSomebodyElse_isNotAuthorized() {
    Applicant bob = Applicant.of(issuing, "bob@example.org").enrolled();
    PKIBody body =
        new PKIBody(PKIBody.TYPE_NESTED, new PKIMessages(PKIMessage.getInstance(anna.ir())));

    assertThat(bob.send("/p/signing", bob.signed(bob.writer().body(body))).failure())
        .isEqualTo("notAuthorized");
    assertThat(send(anna.mac(anna.writer().body(body))).failure()).isEqualTo("notAuthorized");
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction WHERE body = 'ir'"))
        .isEqualTo(1);
  }

  @Test
  void nestedWithinNested_isBadRequestAndNothingIsAnswered() {
    byte[] within = ra.nested(issuing, anna.ir());

    assertThat(nested(anna.ir(), within).failure()).isEqualTo("badRequest");
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction")).isZero();
  }

  @Test
  void messageOfAnotherAuthority_isNotForwarded() {
    CmpAuthority other = new CmpAuthority("other").registered(issuing);
    try {
      byte[] within = other.signed(CmpAuthority.ir(issuing, "bob@example.org", key));

      assertThat(nested(within).failure()).isEqualTo("notAuthorized");
    } finally {
      other.removed(issuing);
    }
  }

  @Test
  void mailboxOfAnotherDomain_isNotForwarded() {
    Applicant bob = Applicant.of(issuing, "bob@example.net");

    assertThat(nested(bob.ir()).failure()).isEqualTo("notAuthorized");
    assertThat(send(bob.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void unprotectedMessage_getsNoProtectionFromItsEnvelope() {
    assertThat(nested(anna.irWriter().unprotected()).failure()).isEqualTo("badMessageCheck");
  }

  @Test
  void wrongSecretWithin_isBadMessageCheck() {
    byte[] wrong = anna.irWriter().pbm("not the secret of anybody", 500);

    assertThat(nested(wrong).failure()).isEqualTo("badMessageCheck");
  }

  @Test
  void seventeenMessages_areTooMany() {
    byte[][] all = new byte[17][];
    java.util.Arrays.setAll(all, i -> anna.ir());

    assertThat(nested(all).failure()).isEqualTo("badRequest");
  }

  @Test
  void centralKeyForwarded_isStillOfTheHolder() {
    Applicant holder = anna.enrolled();

    Applicant.Answer cp =
        holder.send(
            "/p/encryption",
            ra.nested(
                issuing, holder.signed(holder.centralWriter(PKIBody.TYPE_CERT_REQ, true, false))));

    assertThat(cp.type()).as(cp.failure()).isEqualTo(PKIBody.TYPE_CERT_REP);
  }
}
