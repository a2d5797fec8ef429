package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/** One certificate request with one thing wrong in it: the failInfo, and nothing is left behind. */
class ApplicantSendingBadRequestsTest extends OneIssuing {

  /** The parts of a CertReqMsg, any of which a row changes. */
  private static final class Draft {
    final Applicant who;
    BigInteger certReqId = BigInteger.ZERO;
    final List<ASN1Encodable> template = new ArrayList<>();
    ASN1Encodable controls;
    ASN1Encodable regInfo;
    boolean proofOverOther;
    ProofOfPossession proof;
    KeyPair key;
    int copies = 1;
    boolean subject = true;

    Draft(Applicant who) {
      this.who = who;
      this.key = who.key;
    }

    CertRequest request() {
      List<ASN1Encodable> fields = new ArrayList<>(template);
      if (subject) {
        fields.add(new DERTaggedObject(true, 5, new X500Name(who.subject())));
      }
      fields.add(new DERTaggedObject(false, 6, Applicant.spki(key)));
      fields.sort((a, b) -> ((DERTaggedObject) a).getTagNo() - ((DERTaggedObject) b).getTagNo());
      ASN1EncodableVector request = new ASN1EncodableVector();
      request.add(new ASN1Integer(certReqId));
      request.add(new DERSequence(fields.toArray(ASN1Encodable[]::new)));
      if (controls != null) {
        request.add(controls);
      }
      return CertRequest.getInstance(new DERSequence(request));
    }

    PKIBody body() {
      CertRequest request = request();
      CertRequest proved = proofOverOther ? CmpWriter.certRequest("CN=eva", null, null) : request;
      String algorithm = key.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA";
      ASN1EncodableVector message = new ASN1EncodableVector();
      message.add(request);
      message.add(
          proof != null
              ? proof
              : CmpWriter.signed(proved, key.getPrivate(), "SHA256with" + algorithm));
      if (regInfo != null) {
        message.add(regInfo);
      }
      ASN1Encodable[] all = new ASN1Encodable[copies];
      java.util.Arrays.fill(all, new DERSequence(message));
      return new PKIBody(PKIBody.TYPE_INIT_REQ, CertReqMessages.getInstance(new DERSequence(all)));
    }

    Draft with(int tag, boolean explicit, ASN1Encodable value) {
      template.add(new DERTaggedObject(explicit, tag, value));
      return this;
    }

    Draft extension(String oid, ASN1Encodable value) {
      try {
        return extension(oid, value.toASN1Primitive().getEncoded("DER"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Draft extension(String oid, byte[] value) {
      DERSequence extension =
          new DERSequence(
              new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), new DEROctetString(value)});
      return with(9, false, new DERSequence(extension));
    }

    Draft controls(String... types) {
      ASN1EncodableVector all = new ASN1EncodableVector();
      for (String type : types) {
        all.add(
            new DERSequence(
                new ASN1Encodable[] {
                  new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1." + type), new DERUTF8String("x")
                }));
      }
      controls = new DERSequence(all);
      return this;
    }
  }

  private interface Change extends UnaryOperator<Draft> {}

  private static Arguments row(String name, Change change, String failure) {
    return Arguments.of(name, change, failure);
  }

  private static Draft key(Draft draft, String family, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      generator.initialize(bits);
      draft.key = generator.generateKeyPair();
      return draft;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Draft set(Draft draft, Runnable change) {
    change.run();
    return draft;
  }

  static Stream<Arguments> requests() {
    DERBitString uid = new DERBitString(new byte[] {1});
    AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name foreign = new X500Name("CN=Another CA");
    return Stream.of(
        row("two requests", d -> set(d, () -> d.copies = 2), "badRequest"),
        row("no request", d -> set(d, () -> d.copies = 0), "badRequest"),
        row("certReqId 1", d -> set(d, () -> d.certReqId = BigInteger.ONE), "badRequest"),
        row("certReqId -1", d -> set(d, () -> d.certReqId = BigInteger.ONE.negate()), "badRequest"),
        row("no subject", d -> set(d, () -> d.subject = false), "badCertTemplate"),
        row("version 0", d -> d.with(0, false, new ASN1Integer(0)), "badCertTemplate"),
        row("version -5", d -> d.with(0, false, new ASN1Integer(-5)), "badCertTemplate"),
        row("version 3", d -> d.with(0, false, new ASN1Integer(3)), "badCertTemplate"),
        row(
            "version 2^70",
            d -> d.with(0, false, new ASN1Integer(BigInteger.ONE.shiftLeft(70))),
            "badDataFormat"),
        row("serialNumber", d -> d.with(1, false, new ASN1Integer(7)), "badCertTemplate"),
        row("signingAlg", d -> d.with(2, false, ecdsa), "badCertTemplate"),
        row("foreign issuer", d -> d.with(3, true, foreign), "badCertTemplate"),
        row("issuerUID", d -> d.with(7, false, uid), "badCertTemplate"),
        row("subjectUID", d -> d.with(8, false, uid), "badCertTemplate"),
        row("regInfo", d -> set(d, () -> d.regInfo = utf8Pairs("CN?eva%")), "badRequest"),
        row("regToken", d -> d.controls("1"), "badRequest"),
        row("authenticator", d -> d.controls("2"), "badRequest"),
        row("pkiPublicationInfo", d -> d.controls("3"), "badRequest"),
        row("pkiArchiveOptions", d -> d.controls("4"), "badRequest"),
        row("oldCertID", d -> d.controls("5"), "badRequest"),
        row("protocolEncrKey twice", d -> d.controls("6", "6"), "badRequest"),
        row("unknown control", d -> d.controls("99"), "badRequest"),
        row("proof over another request", d -> set(d, () -> d.proofOverOther = true), "badPOP"),
        row("raVerified", d -> set(d, () -> d.proof = new ProofOfPossession()), "notAuthorized"),
        row("keyEncipherment as proof", d -> set(d, () -> d.proof = byEncryption(2)), "badPOP"),
        row("keyAgreement as proof", d -> set(d, () -> d.proof = byEncryption(3)), "badPOP"),
        row("RSA 1024", d -> key(d, "RSA", 1024), "badCertTemplate"),
        row("P-521", d -> key(d, "EC", 521), "badCertTemplate"));
  }

  private static DERSequence utf8Pairs(String text) {
    return new DERSequence(
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.2.1"), new DERUTF8String(text)
            }));
  }

  private static ProofOfPossession byEncryption(int type) {
    return new ProofOfPossession(type, new POPOPrivKey(SubsequentMessage.encrCert));
  }

  static Stream<Arguments> malformedExtensions() {
    List<ASN1Encodable> values =
        List.of(
            DERNull.INSTANCE,
            new ASN1Integer(1),
            new DERUTF8String("x"),
            new DERSequence(),
            new DERSequence(DERNull.INSTANCE),
            new DERSequence(new DERSequence()),
            new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new ASN1Integer(1)}),
            new DERTaggedObject(true, 1, new DERUTF8String("x")),
            new DERSequence(new DERTaggedObject(true, 1, new DERSequence())));
    List<Arguments> rows = new ArrayList<>();
    for (String oid : new String[] {"2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37"}) {
      for (ASN1Encodable value : values) {
        rows.add(row(oid + " " + value, d -> d.extension(oid, value), ""));
      }
      rows.add(row(oid + " no DER", d -> d.extension(oid, new byte[] {0x30, 0x7f}), ""));
      rows.add(row(oid + " empty", d -> d.extension(oid, new byte[0]), ""));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void oneThingWrong_isRefusedProtectedAndTheRightOneWorks(
      String name, Change change, String failure) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer = sent(anna, change);

    assertThat(answer.failure()).as(name).isEqualTo(failure);
    assertThat(answer.isProtected()).isTrue();
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan")).isZero();
    assertThat(anna.send("/p/signing", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  /** Whatever a malformed extension is taken for, it is never our failure. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedExtensions")
  void malformedExtension_isTheSendersFault(String name, Change change, String nothing) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer = sent(anna, change);

    assertThat(answer.failure()).isIn(nothing, "badDataFormat", "badCertTemplate", "notAuthorized");
    assertThat(answer.isProtected()).isTrue();
  }

  private static Applicant.Answer sent(Applicant anna, Change change) {
    PKIBody body = change.apply(new Draft(anna)).body();
    return anna.send("/p/signing", anna.mac(anna.writer().body(body)));
  }

  @org.junit.jupiter.api.Test
  void untouchedDraft_isIssued() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    assertThat(sent(anna, d -> d.with(0, false, new ASN1Integer(2))).failure()).isEmpty();
  }

  @org.junit.jupiter.api.Test
  void keyOfNoBits_asksForACentralKey() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    SubjectPublicKeyInfo none =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
            new byte[0]);
    CertRequest request = CmpWriter.certRequest(anna.subject(), none, null);
    byte[] ir = anna.mac(anna.writer().pvno(3).request(PKIBody.TYPE_INIT_REQ, request, null));

    Applicant.Answer ip = anna.send("/p/encryption-compat", ir);

    assertThat(ip.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(ip.response().getCertifiedKeyPair().getPrivateKey()).isNotNull();
  }
}
