package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.issuing.door.Questions.CERT_PROFILE;
import static org.vouchseal.issuing.door.Questions.genm;
import static org.vouchseal.issuing.door.Questions.idIt;
import static org.vouchseal.issuing.door.Questions.sequence;
import static org.vouchseal.issuing.door.Questions.told;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/** General messages at the door, but for lists, templates and a new root. */
class ClientAskingForInformationTest extends OneIssuing {

  private static final ASN1ObjectIdentifier CA_CERTS = idIt(17);
  private static final List<String> TABLES =
      List.of("cmp_transaction", "issuance_plan", "certificate", "revocation", "audit_event");

  private Applicant anna() {
    return Applicant.of(issuing, "anna@example.org");
  }

  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    TABLES.forEach(table -> rows.put(table, issuing.count("SELECT COUNT(*) FROM " + table)));
    return rows;
  }

  /** DER of each element. */
  private static List<byte[]> elements(InfoTypeAndValue told) throws IOException {
    List<byte[]> elements = new ArrayList<>();
    for (ASN1Encodable element : ASN1Sequence.getInstance(told.getInfoValue())) {
      elements.add(element.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }
    return elements;
  }

  private List<byte[]> authorities() {
    return Stream.of("smime", "trust", "root").map(issuing.pki.directory::certificate).toList();
  }

  @Test
  void caCertsUnderTheSecret_areTheAuthoritiesAndTheSecretStaysUnspent() throws IOException {
    Applicant anna = anna();
    Map<String, Long> before = rows();

    InfoTypeAndValue told = told(anna.send("", anna.mac(genm(anna, CA_CERTS))));

    assertThat(told.getInfoType()).isEqualTo(CA_CERTS);
    assertThat(elements(told)).usingRecursiveComparison().isEqualTo(authorities());
    assertThat(rows()).isEqualTo(before);
    assertThat(anna.enrolled().certificate).isNotNull();
  }

  @Test
  void caCertsUnderACertificate_areSignedAndLeaveNothing() throws IOException {
    Applicant anna = anna().enrolled();
    Map<String, Long> before = rows();

    InfoTypeAndValue told = told(anna.send("/getcacerts", anna.signed(genm(anna, CA_CERTS))));

    assertThat(elements(told)).usingRecursiveComparison().isEqualTo(authorities());
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void revokedSigner_isToldNothing() {
    Applicant anna = anna().enrolled();
    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));

    Applicant.Answer answer = anna.send("", anna.signed(genm(anna, CA_CERTS)));

    assertThat(answer.failure()).isEqualTo("certRevoked");
  }

  @Test
  void withoutProtection_isToldNothing() {
    Applicant anna = anna();

    Applicant.Answer answer = anna.send("", genm(anna, CA_CERTS).unprotected());

    assertThat(answer.failure()).isEqualTo("badMessageCheck");
  }

  @Test
  void spentSecret_isToldNothing() {
    Applicant anna = anna().enrolled();

    Applicant.Answer answer = anna.send("", anna.mac(genm(anna, CA_CERTS)));

    assertThat(answer.failure()).isEqualTo("badMessageCheck");
    assertThat(answer.isProtected()).isFalse();
  }

  @Test
  void sameMessageAgain_isAnsweredAnew() {
    Applicant anna = anna();
    byte[] question = anna.mac(genm(anna, CA_CERTS));

    Applicant.Answer first = anna.send("", question);
    Applicant.Answer second = anna.send("", question);

    assertThat(told(second).getInfoValue()).isEqualTo(told(first).getInfoValue());
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    assertThat(second.transactionId()).isEqualTo(first.transactionId());
  }

  @Test
  void amidATransaction_isTransactionIdInUseAndTheTransactionGoesOn() {
    Applicant anna = anna();
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());

    Applicant.Answer answer =
        anna.send("", anna.mac(genm(anna, CA_CERTS).transactionId(ip.transactionId())));

    assertThat(answer.failure()).isEqualTo("transactionIdInUse");
    assertThat(answer.isProtected()).isTrue();
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 10, 11, 12, 13, 14, 18, 21, 23, 4711})
  void typeThatIsNotAnswered_isNamedBackAsUnsupported(int arc) {
    Applicant anna = anna();

    InfoTypeAndValue told = told(anna.send("", anna.mac(genm(anna, idIt(arc)))));

    assertThat(told.getInfoType()).isEqualTo(idIt(7));
    assertThat(told.getInfoValue()).isEqualTo(sequence(idIt(arc)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 17, 19})
  void valueWhereNoneBelongs_isBadRequest(int arc) {
    Applicant anna = anna();
    CmpWriter question = genm(anna, idIt(arc), new DEROctetString(new byte[] {1}));

    assertThat(anna.send("", anna.mac(question)).failure()).isEqualTo("badRequest");
    assertThat(anna.send("", anna.mac(genm(anna, idIt(arc), DERNull.INSTANCE))).failure())
        .isEqualTo("badRequest");
  }

  @Test
  void severalQuestionsOrNone_areBadRequest() {
    Applicant anna = anna();
    InfoTypeAndValue caCerts = new InfoTypeAndValue(CA_CERTS);

    assertThat(anna.send("", anna.mac(genm(anna, caCerts, caCerts))).failure())
        .isEqualTo("badRequest");
    assertThat(anna.send("", anna.mac(genm(anna))).failure()).isEqualTo("badRequest");
  }

  @Test
  void questionWithMoreThanTypeAndValue_isBadDataFormat() {
    Applicant anna = anna();
    CmpWriter question =
        anna.writer().body(Questions.body(sequence(sequence(idIt(4711), CA_CERTS, CA_CERTS))));

    assertThat(anna.send("", anna.mac(question)).failure()).isEqualTo("badDataFormat");
  }

  static Stream<String> fitting() {
    return Stream.of(
        "/getcacerts,17",
        "/p/signing/getcacerts,17",
        "/p/encryption/getcertreqtemplate,19",
        "/getcertreqtemplate,19",
        "/getrootupdate,20");
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void operationOfTheQuestion_isAnswered(String row) {
    String[] cells = row.split(",");
    Applicant anna = anna();

    told(anna.send(cells[0], anna.mac(genm(anna, idIt(Integer.parseInt(cells[1]))))));
  }

  @ParameterizedTest
  @CsvSource({
    "/getcacerts,19",
    "/getcacerts,4711",
    "/getrootupdate,17",
    "/getcertreqtemplate,20",
    "/getcrls,17",
    "/p/signing/getcrls,19",
    "/getcacerts,2",
    "/initialization,17",
    "/nested,17",
    "/revocation,17"
  })
  void operationOfAnotherQuestion_isBadRequest(String path, int arc) {
    Applicant anna = anna();

    Applicant.Answer answer = anna.send(path, anna.mac(genm(anna, idIt(arc))));

    assertThat(answer.failure()).isEqualTo("badRequest");
    assertThat(answer.text()).contains("operation in the address");
  }

  @Test
  void certProfileThatIsUnknownOrAgainstTheAddress_isRefused() {
    Applicant anna = anna();

    assertThat(anna.send("", anna.mac(profiled(anna, "no-such"))).failure())
        .isEqualTo("badCertTemplate");
    assertThat(anna.send("/p/signing", anna.mac(profiled(anna, "encryption"))).failure())
        .isEqualTo("badRequest");
    told(anna.send("/p/signing", anna.mac(profiled(anna, "signing"))));
  }

  private static CmpWriter profiled(Applicant who, String profile) {
    return genm(who, CA_CERTS)
        .generalInfo(new InfoTypeAndValue(CERT_PROFILE, sequence(new DERUTF8String(profile))));
  }

  @Test
  void caProtEncCert_hasNoValueUntilThereIsOne() {
    Applicant anna = anna();

    InfoTypeAndValue told = told(anna.send("", anna.mac(genm(anna, idIt(1)))));

    assertThat(told.getInfoType()).isEqualTo(idIt(1));
    assertThat(told.getInfoValue()).isNull();
  }

  @Test
  void kindsOfKeys_areThoseOfTheProfiles() {
    Applicant anna = anna();

    assertThat(algorithms(told(anna.send("", anna.mac(genm(anna, idIt(2)))))))
        .containsExactly(
            "1.2.840.10045.2.1 1.2.840.10045.3.1.7",
            "1.2.840.10045.2.1 1.3.132.0.34",
            "1.2.840.113549.1.1.1 NULL",
            "1.3.101.112 null");
    assertThat(algorithms(told(anna.send("", anna.mac(genm(anna, idIt(3)))))))
        .containsExactly(
            "1.2.840.113549.1.1.1 NULL",
            "1.2.840.10045.2.1 1.2.840.10045.3.1.7",
            "1.2.840.10045.2.1 1.3.132.0.34");
  }

  private static List<String> algorithms(InfoTypeAndValue told) {
    return Stream.of(ASN1Sequence.getInstance(told.getInfoValue()).toArray())
        .map(AlgorithmIdentifier::getInstance)
        .map(a -> a.getAlgorithm().getId() + " " + a.getParameters())
        .toList();
  }

  @Test
  void preferredCipher_isTheOneOfDeliveredKeys() {
    Applicant anna = anna();

    InfoTypeAndValue told = told(anna.send("", anna.mac(genm(anna, idIt(4)))));

    assertThat(AlgorithmIdentifier.getInstance(told.getInfoValue()).getAlgorithm().getId())
        .isEqualTo("2.16.840.1.101.3.4.1.42");
  }

  @ParameterizedTest
  @CsvSource({"'de,en',en", "'fr,EN-gb,en',EN-gb"})
  void languages_englishIsChosen(String offered, String chosen) {
    Applicant anna = anna();

    InfoTypeAndValue told = told(anna.send("", anna.mac(languages(anna, offered))));

    assertThat(told.getInfoValue()).isEqualTo(sequence(new DERUTF8String(chosen)));
  }

  @Test
  void languagesThatAreNotSpokenOrNoList_areRefused() {
    Applicant anna = anna();

    assertThat(anna.send("", anna.mac(languages(anna, "de,tlh"))).failure())
        .isEqualTo("badRequest");
    assertThat(anna.send("", anna.mac(genm(anna, idIt(16)))).failure()).isEqualTo("badRequest");
    assertThat(anna.send("", anna.mac(genm(anna, idIt(16), CA_CERTS))).failure())
        .isEqualTo("badDataFormat");
  }

  private static CmpWriter languages(Applicant who, String offered) {
    ASN1Encodable[] tags =
        Stream.of(offered.split(",")).map(DERUTF8String::new).toArray(ASN1Encodable[]::new);
    return genm(who, idIt(16), sequence(tags));
  }

  @Test
  void caCerts_leadFromAnIssuedCertificateToTheRoot() throws Exception {
    Applicant anna = anna().enrolled();
    List<byte[]> chain = elements(told(anna.send("", anna.signed(genm(anna, CA_CERTS)))));

    Certificate issuer = Certificate.getInstance(chain.get(0));
    Certificate root = Certificate.getInstance(chain.get(2));

    assertThat(anna.certificate.getIssuer()).isEqualTo(issuer.getSubject());
    assertThat(issuer.getIssuer()).isEqualTo(root.getSubject());
  }
}
