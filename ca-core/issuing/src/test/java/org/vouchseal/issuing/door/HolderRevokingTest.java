package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.RevRepContent;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** rr field by field. */
class HolderRevokingTest extends OneIssuing {

  private Applicant anna;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
  }

  /** The parts of an rr, any of which a row changes. */
  private static final class Draft {
    BigInteger serial;
    X500Name issuer;
    ASN1Encodable version;
    List<ASN1Encodable> extensions = new ArrayList<>();
    int copies = 1;

    Draft(Applicant who) {
      serial = who.certificate.getSerialNumber();
      issuer = who.certificate.getIssuer();
    }

    PKIBody body() {
      List<ASN1Encodable> template = new ArrayList<>();
      if (version != null) {
        template.add(new DERTaggedObject(false, 0, version));
      }
      if (serial != null) {
        template.add(new DERTaggedObject(false, 1, new ASN1Integer(serial)));
      }
      if (issuer != null) {
        template.add(new DERTaggedObject(true, 3, issuer));
      }
      List<ASN1Encodable> details = new ArrayList<>();
      details.add(sequence(template));
      if (!extensions.isEmpty()) {
        details.add(sequence(extensions));
      }
      ASN1Encodable[] all = new ASN1Encodable[copies];
      java.util.Arrays.fill(all, sequence(details));
      return new PKIBody(
          PKIBody.TYPE_REVOCATION_REQ, RevReqContent.getInstance(new DERSequence(all)));
    }

    Draft reason(ASN1Encodable value) {
      return extension(Extension.reasonCode, value);
    }

    Draft extension(ASN1ObjectIdentifier type, ASN1Encodable value) {
      try {
        extensions.add(
            new DERSequence(
                new ASN1Encodable[] {
                  type, new DEROctetString(value.toASN1Primitive().getEncoded("DER"))
                }));
        return this;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static DERSequence sequence(List<ASN1Encodable> parts) {
      return new DERSequence(parts.toArray(ASN1Encodable[]::new));
    }
  }

  private interface Change extends UnaryOperator<Draft> {}

  private static Arguments row(String name, Change change, String failure) {
    return Arguments.of(name, change, failure);
  }

  private static Draft set(Draft draft, Runnable change) {
    change.run();
    return draft;
  }

  static Stream<Arguments> requests() {
    BigInteger huge = BigInteger.ONE.shiftLeft(2000);
    return Stream.of(
        row("two RevDetails", d -> set(d, () -> d.copies = 2), "badRequest"),
        row("no RevDetails", d -> set(d, () -> d.copies = 0), "badRequest"),
        row("no serialNumber", d -> set(d, () -> d.serial = null), "addInfoNotAvailable"),
        row("no issuer", d -> set(d, () -> d.issuer = null), "addInfoNotAvailable"),
        row("version 1", d -> set(d, () -> d.version = new ASN1Integer(1)), "badRequest"),
        row("version 2^70", d -> set(d, () -> d.version = big(70)), "badDataFormat"),
        row(
            "foreign issuer",
            d -> set(d, () -> d.issuer = new X500Name("CN=Another CA")),
            "badCertId"),
        row("unknown serial", d -> set(d, () -> d.serial = BigInteger.TEN), "badCertId"),
        row("serial 0", d -> set(d, () -> d.serial = BigInteger.ZERO), "badCertId"),
        row("serial -1", d -> set(d, () -> d.serial = BigInteger.ONE.negate()), "badCertId"),
        row("serial of 2000 bits", d -> set(d, () -> d.serial = huge), "badCertId"),
        row(
            "two reasons",
            d -> d.reason(new ASN1Enumerated(1)).reason(new ASN1Enumerated(4)),
            "badRequest"),
        row("unknown reason 7", d -> d.reason(new ASN1Enumerated(7)), "badDataFormat"),
        row("unknown reason 99", d -> d.reason(new ASN1Enumerated(99)), "badDataFormat"),
        row("reason 2^70", d -> d.reason(enumerated(70)), "badDataFormat"),
        row("reason as INTEGER", d -> d.reason(new ASN1Integer(1)), "badDataFormat"),
        row("reason as NULL", d -> d.reason(DERNull.INSTANCE), "badDataFormat"),
        row("cACompromise", d -> d.reason(new ASN1Enumerated(2)), "badRequest"),
        row("privilegeWithdrawn", d -> d.reason(new ASN1Enumerated(9)), "badRequest"),
        row("aACompromise", d -> d.reason(new ASN1Enumerated(10)), "badRequest"),
        row("certificateHold", d -> d.reason(new ASN1Enumerated(6)), "badRequest"),
        row("removeFromCRL", d -> d.reason(new ASN1Enumerated(8)), "badRequest"),
        row(
            "invalidityDate",
            d ->
                d.reason(new ASN1Enumerated(1))
                    .extension(
                        Extension.invalidityDate, new ASN1GeneralizedTime("20260101000000Z")),
            "badRequest"));
  }

  private static ASN1Integer big(int bits) {
    return new ASN1Integer(BigInteger.ONE.shiftLeft(bits));
  }

  private static ASN1Enumerated enumerated(int bits) {
    return new ASN1Enumerated(BigInteger.ONE.shiftLeft(bits));
  }

  private Applicant.Answer sent(Change change) {
    PKIBody body = change.apply(new Draft(anna)).body();
    return anna.send("/p/signing", anna.signed(anna.writer().body(body)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void oneThingWrong_isRefusedProtectedAndRevokesNothing(
      String name, Change change, String failure) {
    Applicant.Answer answer = sent(change);

    assertThat(answer.failure()).as(name).isEqualTo(failure);
    assertThat(answer.isProtected()).isTrue();
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5})
  void everyReasonOfAnEndEntity_isRecorded(int reason) {
    Applicant.Answer rp =
        sent(d -> set(d.reason(new ASN1Enumerated(reason)), () -> d.version = new ASN1Integer(2)));

    assertThat(rp.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    RevRepContent content = RevRepContent.getInstance(rp.message().getBody().getContent());
    assertThat(content.getStatus()).hasSize(1);
    assertThat(content.getStatus()[0].getStatus().intValue()).isEqualTo(PKIStatus.GRANTED);
    assertThat(issuing.count("SELECT reason FROM revocation")).isEqualTo(reason);
  }

  @Test
  void certificateOfAnotherHolder_isNotAuthorized() {
    Applicant berta = Applicant.of(issuing, "berta@example.org").enrolled();

    assertThat(berta.send("/p/signing", berta.signed(berta.rrWriter(anna.certificate))).failure())
        .isEqualTo("notAuthorized");
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }
}
