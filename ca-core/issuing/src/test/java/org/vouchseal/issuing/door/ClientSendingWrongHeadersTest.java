package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/** Headers with one thing wrong, at the door: the failInfo, and under which protection. */
class ClientSendingWrongHeadersTest extends OneIssuing {

  private static final ASN1ObjectIdentifier CERT_PROFILE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.21");

  private interface Change extends BiFunction<CmpWriter, Applicant, CmpWriter> {}

  private static Arguments row(String name, Change change, String failure) {
    return Arguments.of(name, change, failure);
  }

  private static InfoTypeAndValue profiles(String... names) {
    return new InfoTypeAndValue(
        CERT_PROFILE,
        new DERSequence(Stream.of(names).map(DERUTF8String::new).toArray(DERUTF8String[]::new)));
  }

  private static final InfoTypeAndValue WAIT =
      new InfoTypeAndValue(
          CMPObjectIdentifiers.it_confirmWaitTime, new DERGeneralizedTime("20361122130000Z"));

  static Stream<Arguments> headers() {
    Duration tooFar = Duration.ofSeconds(310);
    return Stream.of(
        row("pvno 1", (w, a) -> w.pvno(1), "unsupportedVersion"),
        row("pvno 4", (w, a) -> w.pvno(4), "unsupportedVersion"),
        row("no transactionID", (w, a) -> w.transactionId(null), "badDataFormat"),
        row("empty transactionID", (w, a) -> w.transactionId(new byte[0]), "badDataFormat"),
        row("long transactionID", (w, a) -> w.transactionId(new byte[65]), "badDataFormat"),
        row("no senderNonce", (w, a) -> w.senderNonce(null), "badSenderNonce"),
        row("short senderNonce", (w, a) -> w.senderNonce(new byte[15]), "badSenderNonce"),
        row("long senderNonce", (w, a) -> w.senderNonce(new byte[65]), "badSenderNonce"),
        row("recipNonce", (w, a) -> w.recipNonce(new byte[16]), "badRecipientNonce"),
        row("no messageTime", (w, a) -> w.messageTime(null), "badTime"),
        row(
            "future messageTime",
            (w, a) -> w.messageTime(a.issuing.clock.instant().plus(tooFar)),
            "badTime"),
        row(
            "past messageTime",
            (w, a) -> w.messageTime(a.issuing.clock.instant().minus(tooFar)),
            "badTime"),
        row(
            "implicitConfirm with a value",
            (w, a) ->
                w.generalInfo(
                    new InfoTypeAndValue(
                        CMPObjectIdentifiers.it_implicitConfirm, new ASN1Integer(1))),
            "badRequest"),
        row(
            "implicitConfirm and confirmWaitTime",
            (w, a) -> w.implicitConfirm().generalInfo(WAIT),
            "badRequest"),
        row(
            "confirmWaitTime NULL",
            (w, a) ->
                w.generalInfo(
                    new InfoTypeAndValue(
                        CMPObjectIdentifiers.it_confirmWaitTime, DERNull.INSTANCE)),
            "badRequest"),
        row("unknown certProfile", (w, a) -> w.generalInfo(profiles("no-such")), "badCertTemplate"),
        row(
            "two certProfiles",
            (w, a) -> w.generalInfo(profiles("signing", "signing")),
            "badRequest"),
        row("empty certProfile", (w, a) -> w.generalInfo(profiles()), "badRequest"),
        row(
            "certProfile against the address",
            (w, a) -> w.generalInfo(profiles("encryption-compat")),
            "badRequest"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void oneThingWrong_isRefusedProtectedAndTheRightOneWorks(
      String name, Change change, String failure) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] wrong = anna.mac(change.apply(anna.irWriter(), anna));

    Applicant.Answer answer = anna.send("/p/signing", wrong);

    assertThat(answer.failure()).isEqualTo(failure);
    assertThat(answer.isProtected()).isTrue();
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction")).isZero();
    assertThat(anna.send("/p/signing", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void oneThingWrongUnderAWrongSecret_isToldNoMoreThanUnderAnUnknownReference(
      String name, Change change, String failure) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    CmpWriter known = change.apply(anna.irWriter(), anna);
    byte[] wrong = known.pbm(issuing.freshSecret(), 500);
    byte[] unknown = known.senderKid(new byte[] {'a', 'b'}).pbm(issuing.freshSecret(), 500);

    Applicant.Answer first = anna.send("/p/signing", wrong);
    Applicant.Answer second = anna.send("/p/signing", unknown);

    assertThat(first.isProtected()).isFalse();
    assertThat(second.isProtected()).isFalse();
    assertThat(second.failure()).isEqualTo(first.failure());
    assertThat(second.text()).isEqualTo(first.text());
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        row("pvno 3", (w, a) -> w.pvno(3), ""),
        row("transactionID of 1 octet", (w, a) -> w.transactionId(new byte[1]), ""),
        row("transactionID of 64 octets", (w, a) -> w.transactionId(new byte[64]), ""),
        row("senderNonce of 64 octets", (w, a) -> w.senderNonce(new byte[64]), ""),
        row("confirmWaitTime", (w, a) -> w.generalInfo(WAIT), ""),
        row("certProfile as the address", (w, a) -> w.generalInfo(profiles("signing")), ""),
        row(
            "NULL-DN as sender",
            (w, a) -> w.sender(new org.bouncycastle.asn1.x500.X500Name("")),
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void whatTheRulesAllow_isIssuedAndConfirmed(String name, Change change, String nothing) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer ip = anna.send("/p/signing", anna.mac(change.apply(anna.irWriter(), anna)));

    assertThat(ip.failure()).isEqualTo(nothing);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void certProfileWithoutAProfileInTheAddress_chooses() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] compat =
        anna.mac(
            anna.centralWriter(PKIBody.TYPE_INIT_REQ, false, false)
                .generalInfo(profiles("encryption-compat")));

    assertThat(anna.send("", compat).response().getCertifiedKeyPair().getPrivateKey()).isNotNull();
  }

  @Test
  void everyAnswer_copiesTransactionIdAndNonceAndHasAFreshOneOfItsOwn() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] id = CmpWriter.filled(16, 1);
    byte[] nonce = CmpWriter.filled(16, 2);
    byte[] refused = anna.mac(anna.irWriter().transactionId(id).senderNonce(nonce).pvno(4));

    Applicant.Answer first = anna.send("/p/signing", refused);
    Applicant.Answer second = anna.send("/p/signing", refused);

    assertThat(first.transactionId()).isEqualTo(id);
    assertThat(first.message().getHeader().getRecipNonce().getOctets()).isEqualTo(nonce);
    assertThat(first.nonce()).hasSize(16).isNotEqualTo(second.nonce());
    assertThat(first.message().getHeader().getMessageTime()).isNotNull();
    Applicant.Answer without =
        anna.send("/p/signing", anna.mac(anna.irWriter().transactionId(null)));
    assertThat(without.transactionId()).hasSize(16);
  }

  static Stream<Arguments> protections() {
    AlgorithmIdentifier pbm = new AlgorithmIdentifier(CMPObjectIdentifiers.passwordBasedMac);
    DERBitString bits = new DERBitString(CmpWriter.filled(32, 1));
    return Stream.of(
        Arguments.of("neither", null, null),
        Arguments.of("protectionAlg alone", pbm, null),
        Arguments.of("protection alone", null, bits));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protections")
  void withoutWholeProtection_everyBodyIsBadMessageCheck(
      String name, AlgorithmIdentifier algorithm, DERBitString bits) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant berta = Applicant.of(issuing, "berta@example.org").enrolled();
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());

    for (CmpWriter writer :
        new CmpWriter[] {
          anna.irWriter(),
          anna.accepting(ip),
          berta.rrWriter(berta.certificate).extraCert(berta.certificate),
          anna.following(ip).body(Applicant.clientError())
        }) {
      Applicant.Answer answer = anna.send("/p/signing", writer.raw(algorithm, bits));
      assertThat(answer.failure()).isEqualTo("badMessageCheck");
      assertThat(answer.isProtected()).isFalse();
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "ANNA", "a b", "../x", "'--"})
  void referenceOfAnyForm_isBadMessageCheck(String reference) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] kid =
        reference.isEmpty() ? null : reference.getBytes(java.nio.charset.StandardCharsets.UTF_8);

    Applicant.Answer answer = anna.send("/p/signing", anna.mac(anna.irWriter().senderKid(kid)));

    assertThat(answer.failure()).isEqualTo("badMessageCheck");
    assertThat(answer.text()).contains("the reference (senderKID) or the secret is wrong");
  }
}
