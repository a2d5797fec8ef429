package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** Bodies that are not answered here, that only a server sends, or that carry a bad request. */
class ClientSendingOtherBodiesTest extends OneIssuing {

  private static final DERSequence NOTHING = new DERSequence();
  private static final PKIStatusInfo GRANTED = new PKIStatusInfo(PKIStatus.granted);
  private static final List<String> TABLES =
      List.of(
          "cmp_transaction",
          "issuance_plan",
          "certificate",
          "revocation",
          "registrar_order_use",
          "audit_event");

  private static DERSequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }

  static Stream<Arguments> bodies() {
    List<Arguments> rows = new ArrayList<>();
    for (String name :
        new String[] {
          "genm", "pollReq", "popdecc", "popdecr", "krr", "ccr", "ip", "cp", "kup", "krp", "rp",
          "ccp", "ckuann", "cann", "rann", "crlann", "pkiconf", "genp", "pollRep"
        }) {
      rows.add(Arguments.of(name, "badRequest", "badRequest"));
    }
    rows.add(Arguments.of("kur", "wrongIntegrity", "badCertTemplate"));
    rows.add(Arguments.of("p10cr", "badPOP", "badPOP"));
    rows.add(Arguments.of("nested", "notAuthorized", "notAuthorized"));
    return rows.stream();
  }

  private static PKIBody body(BodyType type, Applicant who) throws Exception {
    ASN1Encodable content =
        switch (type) {
          case IP, CP, KUP, CCP -> CertRepMessage.getInstance(sequence(NOTHING));
          case P10CR ->
              new JcaPKCS10CertificationRequestBuilder(
                      new X500Name(who.subject()), who.key.getPublic())
                  .build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .build(TestSigningKey.pair(KeyAlgorithm.P256).getPrivate()))
                  .toASN1Structure();
          case KUR, KRR, CCR -> who.deviceRequest(who.key);
          case KRP -> sequence(GRANTED);
          case RP -> sequence(sequence(GRANTED));
          case CKUANN -> sequence(smimeCa(who), smimeCa(who), smimeCa(who));
          case CANN -> smimeCa(who);
          case RANN ->
              sequence(
                  PKIStatus.granted,
                  new CertId(new GeneralName(new X500Name("CN=CA")), new ASN1Integer(1)),
                  new ASN1GeneralizedTime("20261122130000Z"),
                  new ASN1GeneralizedTime("20261122130000Z"));
          case PKICONF -> DERNull.INSTANCE;
          case NESTED -> new PKIMessages(PKIMessage.getInstance(who.ir()));
          case POLLREQ -> sequence(sequence(new ASN1Integer(0)));
          case POLLREP -> sequence(sequence(new ASN1Integer(0), new ASN1Integer(1)));
          default -> NOTHING;
        };
    return new PKIBody(type.tag(), content);
  }

  private static CMPCertificate smimeCa(Applicant who) {
    return new CMPCertificate(
        Certificate.getInstance(who.issuing.pki.directory.certificate("smime")));
  }

  private static BodyType type(String label) {
    return Stream.of(BodyType.values()).filter(t -> t.label().equals(label)).findFirst().get();
  }

  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    TABLES.forEach(table -> rows.put(table, issuing.count("SELECT COUNT(*) FROM " + table)));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void underTheSecret_isRefusedProtectedAndLeavesNothing(
      String label, String underMac, String underSignature) throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Map<String, Long> before = rows();

    Applicant.Answer answer =
        anna.send("/p/signing", anna.mac(anna.writer().body(body(type(label), anna))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.failure()).isEqualTo(underMac);
    assertThat(answer.isProtected()).isTrue();
    assertThat(rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void underACertificate_isRefusedProtectedAndLeavesNothing(
      String label, String underMac, String underSignature) throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    Map<String, Long> before = rows();

    Applicant.Answer answer =
        anna.send("/p/signing", anna.signed(anna.writer().body(body(type(label), anna))));

    assertThat(answer.failure()).isEqualTo(underSignature);
    assertThat(answer.isProtected()).isTrue();
    assertThat(rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pollReq", "pollRep", "ip", "genm", "nested", "kur", "p10cr", "rr"})
  void amidATransaction_leavesItAsItWas(String label) throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());
    Map<String, Long> before = rows();

    Applicant.Answer answer =
        anna.send("/p/signing", anna.mac(anna.following(ip).body(body(type(label), anna))));

    // a nested message belongs to no transaction, so only its sender is told why
    assertThat(answer.failure())
        .isIn(
            label.equals("nested")
                ? List.of("notAuthorized")
                : List.of("badRequest", "badRecipientNonce", "transactionIdInUse"));
    assertThat(answer.isProtected()).isTrue();
    assertThat(rows()).isEqualTo(before);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 28, 30})
  void unknownTag_isBadDataFormatWithTheHeaderAnswered(int tag) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    byte[] message = withBodyTag(ir, tag);

    CmpHttpResponse response = issuing.post("/p/signing", message);

    Applicant.Answer answer =
        new Applicant.Answer(
            response.status(), response.body(), PKIMessage.getInstance(response.body()));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.contentType()).isEqualTo("application/pkixcmp");
    assertThat(answer.failure()).isEqualTo("badDataFormat");
    assertThat(answer.transactionId())
        .isEqualTo(PKIMessage.getInstance(ir).getHeader().getTransactionID().getOctets());
  }

  /** The body begins where the header ends; its tag is one octet. */
  private static byte[] withBodyTag(byte[] message, int tag) {
    byte[] changed = message.clone();
    int headerStart = 2 + (message[1] < 0 ? message[1] & 0x7f : 0);
    int lengthOctets = message[headerStart + 1] < 0 ? message[headerStart + 1] & 0x7f : 0;
    int length = lengthOctets == 0 ? message[headerStart + 1] : 0;
    for (int i = 0; i < lengthOctets; i++) {
      length = length << 8 | message[headerStart + 2 + i] & 0xff;
    }
    changed[headerStart + 2 + lengthOctets + length] = (byte) (0xa0 | tag);
    return changed;
  }

  @ParameterizedTest
  @CsvSource({
    "/initialization,true",
    "/p/signing/initialization,true",
    "/certification,false",
    "/keyupdate,false",
    "/pkcs10,false",
    "/revocation,false",
    "/getcacerts,false",
    "/getrootupdate,false",
    "/getcertreqtemplate,false",
    "/getcrls,false",
    "/nested,false",
    "/p/signing/revocation,false"
  })
  void operationInTheAddress_mustFitTheBody(String path, boolean fits) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer = anna.send(path, anna.ir());

    assertThat(answer.failure()).isEqualTo(fits ? "" : "badRequest");
    assertThat(answer.isProtected()).isTrue();
  }

  @Test
  void errorOfNoTransaction_isConfirmedAndLeavesNothing() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Map<String, Long> before = rows();

    Applicant.Answer answer = anna.send("", anna.mac(anna.writer().body(Applicant.clientError())));

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(answer.isProtected()).isTrue();
    assertThat(rows()).isEqualTo(before);
  }
}
