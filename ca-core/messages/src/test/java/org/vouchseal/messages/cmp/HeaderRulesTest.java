package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestCa;

class HeaderRulesTest {

  private final HeaderRules rules =
      new HeaderRules(Samples.CLOCK, HeaderSettings.lenientRecipient());

  @Test
  void aProperHeader_passes() {
    assertThat(rules.checkFirst(header(new CmpWriter()))).isEmpty();
    assertThat(rules.checkFirst(header(new CmpWriter().pvno(3).implicitConfirm()))).isEmpty();
  }

  @Test
  void versionsWeDoNotSpeak_areUnsupported() {
    assertRefused(new CmpWriter().pvno(1), CmpFailure.UNSUPPORTED_VERSION);
    assertRefused(new CmpWriter().pvno(4), CmpFailure.UNSUPPORTED_VERSION);
  }

  @Test
  void transactionIdAbsentOrTooLong_isBadDataFormat() {
    assertRefused(new CmpWriter().transactionId(null), CmpFailure.BAD_DATA_FORMAT);
    assertRefused(
        new CmpWriter().transactionId(CmpWriter.filled(65, 1)), CmpFailure.BAD_DATA_FORMAT);
  }

  @Test
  void senderNonceAbsentOrShort_isBadSenderNonce() {
    assertRefused(new CmpWriter().senderNonce(null), CmpFailure.BAD_SENDER_NONCE);
    assertRefused(
        new CmpWriter().senderNonce(CmpWriter.filled(15, 1)), CmpFailure.BAD_SENDER_NONCE);
  }

  @Test
  void recipNonceInAFirstMessage_isBadRecipientNonce() {
    assertRefused(
        new CmpWriter().recipNonce(CmpWriter.filled(16, 1)), CmpFailure.BAD_RECIPIENT_NONCE);
  }

  @Test
  void recipNonceInALaterMessage_mustBeOurs() {
    byte[] ours = CmpWriter.filled(16, 5);
    assertThat(rules.checkFollowing(header(new CmpWriter().recipNonce(ours)), ours)).isEmpty();
    for (byte[] other : new byte[][] {null, CmpWriter.filled(16, 6)}) {
      assertThat(
              rules
                  .checkFollowing(header(new CmpWriter().recipNonce(other)), ours)
                  .map(CmpRefusal::failure))
          .contains(CmpFailure.BAD_RECIPIENT_NONCE);
    }
  }

  @Test
  void messageTimeWithinFiveMinutes_passes() {
    Duration limit = Duration.ofMinutes(5);
    assertThat(rules.check(header(new CmpWriter().messageTime(TestCa.NOW.plus(limit))))).isEmpty();
    assertThat(rules.check(header(new CmpWriter().messageTime(TestCa.NOW.minus(limit))))).isEmpty();
  }

  @Test
  void messageTimeAbsentOrFarOff_isBadTime() {
    Duration tooFar = Duration.ofSeconds(301);
    assertRefused(new CmpWriter().messageTime(null), CmpFailure.BAD_TIME);
    assertRefused(new CmpWriter().messageTime(TestCa.NOW.plus(tooFar)), CmpFailure.BAD_TIME);
    assertRefused(new CmpWriter().messageTime(TestCa.NOW.minus(tooFar)), CmpFailure.BAD_TIME);
  }

  @Test
  void implicitConfirmWithAValue_isBadRequest() {
    assertRefused(
        new CmpWriter()
            .generalInfo(
                new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, new ASN1Integer(1))),
        CmpFailure.BAD_REQUEST);
    assertRefused(
        new CmpWriter().generalInfo(new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm)),
        CmpFailure.BAD_REQUEST);
  }

  @Test
  void implicitConfirmBesideConfirmWaitTime_isBadRequest() {
    assertRefused(
        new CmpWriter()
            .implicitConfirm()
            .generalInfo(
                new InfoTypeAndValue(
                    CMPObjectIdentifiers.it_confirmWaitTime,
                    new DERGeneralizedTime("20261122130000Z"))),
        CmpFailure.BAD_REQUEST);
  }

  @Test
  void confirmWaitTimeOfAnotherType_isBadRequest() {
    assertRefused(
        new CmpWriter()
            .generalInfo(
                new InfoTypeAndValue(CMPObjectIdentifiers.it_confirmWaitTime, new ASN1Integer(60))),
        CmpFailure.BAD_REQUEST);
  }

  @Test
  void certProfile_isReadOrRefused() {
    assertThat(header(new CmpWriter().generalInfo(profiles("signing"))).certProfiles())
        .containsExactly("signing");
    assertThat(rules.check(header(new CmpWriter().generalInfo(profiles("signing"))))).isEmpty();
    assertRefused(
        new CmpWriter().generalInfo(profiles("signing", "encryption")), CmpFailure.BAD_REQUEST);
    assertRefused(new CmpWriter().generalInfo(profiles()), CmpFailure.BAD_REQUEST);
  }

  @Test
  void foreignRecipient_isWrongAuthorityWhereTheSettingAsksForUs() {
    HeaderRules ours =
        new HeaderRules(
            Samples.CLOCK, HeaderSettings.addressedTo(List.of(new X500Name("CN=Our CA"))));
    assertThat(ours.check(header(new CmpWriter())).map(CmpRefusal::failure))
        .contains(CmpFailure.WRONG_AUTHORITY);
    HeaderRules addressed =
        new HeaderRules(Samples.CLOCK, HeaderSettings.addressedTo(List.of(new X500Name("CN=CA"))));
    assertThat(addressed.check(header(new CmpWriter()))).isEmpty();
  }

  @Test
  void protectionAlgWithoutProtectionOrTheOtherWay_isIncomplete() {
    AlgorithmIdentifier pbm = new AlgorithmIdentifier(CMPObjectIdentifiers.passwordBasedMac);
    DERBitString bits = new DERBitString(CmpWriter.filled(32, 1));
    assertThat(kind(new CmpWriter().raw(pbm, null))).isEqualTo(ProtectionKind.INCOMPLETE);
    assertThat(kind(new CmpWriter().raw(null, bits))).isEqualTo(ProtectionKind.INCOMPLETE);
    assertThat(kind(new CmpWriter().raw(null, null))).isEqualTo(ProtectionKind.NONE);
    ReceivedMessage incomplete = Samples.read(new CmpWriter().raw(pbm, null));
    assertThat(Samples.failure(Samples.macs().verify(incomplete, Samples.secret())))
        .isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void repeatedHeaderField_isUnreadable() {
    byte[] message = new CmpWriter().unprotected();
    byte[] twice = HeaderSurgery.repeatLastField(message);
    assertThat(Samples.READER.read(twice).fault().map(CmpRefusal::text))
        .contains("the header has a repeated or unknown field");
  }

  @Test
  void bodyThatCannotBeDecoded_isReportedWithTheHeader() {
    byte[] message = HeaderSurgery.replaceBody(new CmpWriter().unprotected());
    CmpReading reading = Samples.READER.read(message);
    Optional<HeaderFacts> header =
        reading.<Optional<HeaderFacts>>fold(m -> Optional.empty(), (refusal, facts) -> facts);
    assertThat(reading.fault().map(CmpRefusal::failure)).contains(CmpFailure.BAD_DATA_FORMAT);
    assertThat(header.flatMap(HeaderFacts::transactionId)).contains(CmpWriter.filled(16, 7));
  }

  private void assertRefused(CmpWriter writer, CmpFailure failure) {
    assertThat(rules.checkFirst(header(writer)).map(CmpRefusal::failure)).contains(failure);
  }

  private static HeaderFacts header(CmpWriter writer) {
    return Samples.read(writer.unprotected()).header();
  }

  private static ProtectionKind kind(byte[] message) {
    return Samples.read(message).header().protection();
  }

  private static InfoTypeAndValue profiles(String... names) {
    DERUTF8String[] texts = new DERUTF8String[names.length];
    for (int i = 0; i < names.length; i++) {
      texts[i] = new DERUTF8String(names[i]);
    }
    return new InfoTypeAndValue(
        new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.21"), new DERSequence(texts));
  }
}
