package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** certConf field by field, and what may happen between certificate and confirmation. */
class ClientConfirmingByTheLetterTest extends OneIssuing {

  private Applicant anna;
  private Applicant.Answer ip;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org");
    ip = anna.send("/p/signing", anna.ir());
  }

  private static byte[] hash(String algorithm, X509CertificateHolder certificate) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
  }

  private CmpWriter certConf(ASN1Encodable... certStatus) {
    return anna.following(ip)
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM,
                CertConfirmContent.getInstance(new DERSequence(new DERSequence(certStatus)))));
  }

  private long revoked() {
    return issuing.count("SELECT COUNT(*) FROM revocation");
  }

  @ParameterizedTest
  @CsvSource({
    "2.16.840.1.101.3.4.2.1,SHA-256",
    "2.16.840.1.101.3.4.2.2,SHA-384",
    "2.16.840.1.101.3.4.2.3,SHA-512"
  })
  void hashAlgUnderVersion3_isTakenAndAnsweredInVersion3(String oid, String name) throws Exception {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    CmpWriter writer =
        certConf(
            new DEROctetString(hash(name, ip.certificate())),
            new ASN1Integer(0),
            new DERTaggedObject(true, 0, algorithm));

    Applicant.Answer answer = anna.send("/p/signing", anna.mac(writer.pvno(3)));

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(answer.message().getHeader().getPvno().intValueExact()).isEqualTo(3);
  }

  @Test
  void hashAlgUnderVersion2_isBadRequest() throws Exception {
    CmpWriter writer =
        certConf(
            new DEROctetString(hash("SHA-256", ip.certificate())),
            new ASN1Integer(0),
            new DERTaggedObject(true, 0, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)));

    assertRefusedAndOpen(writer, "badRequest");
  }

  @Test
  void sha1AsHashAlg_isBadAlg() throws Exception {
    CmpWriter writer =
        certConf(
            new DEROctetString(hash("SHA-1", ip.certificate())),
            new ASN1Integer(0),
            new DERTaggedObject(true, 0, new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)));

    assertRefusedAndOpen(writer.pvno(3), "badAlg");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, Integer.MAX_VALUE})
  void anotherCertReqId_isBadRequest(int id) throws Exception {
    assertRefusedAndOpen(
        certConf(new DEROctetString(hash("SHA-256", ip.certificate())), new ASN1Integer(id)),
        "badRequest");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7})
  void statusThatIsNeitherYesNorNo_isBadRequest(int status) throws Exception {
    assertRefusedAndOpen(
        certConf(
            new DEROctetString(hash("SHA-256", ip.certificate())),
            new ASN1Integer(0),
            new PKIStatusInfo(PKIStatus.getInstance(new ASN1Integer(status)))),
        "badRequest");
  }

  static Stream<Arguments> malformed() {
    DEROctetString hash = new DEROctetString(new byte[32]);
    ASN1Integer zero = new ASN1Integer(0);
    return Stream.of(
        Arguments.of("nothing", new ASN1Encodable[0]),
        Arguments.of("hash alone", new ASN1Encodable[] {hash}),
        Arguments.of("fields exchanged", new ASN1Encodable[] {zero, hash}),
        Arguments.of("NULL as hash", new ASN1Encodable[] {DERNull.INSTANCE, zero}),
        Arguments.of("text as status", new ASN1Encodable[] {hash, zero, hash}),
        Arguments.of("empty status", new ASN1Encodable[] {hash, zero, new DERSequence()}),
        Arguments.of(
            "NULL as hashAlg",
            new ASN1Encodable[] {hash, zero, new DERTaggedObject(true, 0, DERNull.INSTANCE)}),
        Arguments.of("too many", new ASN1Encodable[] {hash, zero, hash, hash, hash}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void certStatusThatCannotBeDecoded_isBadDataFormat(String name, ASN1Encodable[] fields) {
    assertRefusedAndOpen(certConf(fields).pvno(3), "badDataFormat");
  }

  private void assertRefusedAndOpen(CmpWriter writer, String failure) {
    Applicant.Answer answer = anna.send("/p/signing", anna.mac(writer));

    assertThat(answer.failure()).isEqualTo(failure);
    assertThat(answer.isProtected()).isTrue();
    assertThat(revoked()).isZero();
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void pkiConfLost_aNewCertConfOfTheSameNonceIsCertConfirmed() {
    anna.send("/p/signing", anna.mac(anna.accepting(ip)));

    Applicant.Answer answer = anna.send("/p/signing", anna.mac(anna.accepting(ip)));

    assertThat(answer.failure()).isEqualTo("certConfirmed");
  }

  @Test
  void pkiConfOfARejectionLost_aNewCertConfIsCertRevoked() {
    anna.send("/p/signing", anna.mac(anna.rejecting(ip)));

    Applicant.Answer answer = anna.send("/p/signing", anna.mac(anna.accepting(ip)));

    assertThat(answer.failure()).isEqualTo("certRevoked");
    assertThat(answer.isProtected()).isTrue();
  }

  @Test
  void certConfAfterImplicitConfirmation_isCertConfirmed() {
    Applicant berta = Applicant.of(issuing, "berta@example.org");
    Applicant.Answer answer =
        berta.send("/p/signing", berta.mac(berta.irWriter().implicitConfirm()));

    assertThat(answer.message().getHeader().getGeneralInfo()).isNotEmpty();
    assertThat(berta.send("/p/signing", berta.mac(berta.accepting(answer))).failure())
        .isEqualTo("certConfirmed");
  }

  @Test
  void hashOfAnotherClientsCertificate_isBadCertIdAndTheOthersStays() {
    Applicant berta = Applicant.of(issuing, "berta@example.org").enrolled();

    byte[] wrong = anna.mac(anna.certConf(ip, Applicant.sha256(berta.certificate), null));

    assertThat(anna.send("/p/signing", wrong).failure()).isEqualTo("badCertId");
    assertThat(revoked()).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'CONFIRMED'"))
        .isEqualTo(1);
  }

  @Test
  void waitingAnswer_tellsUntilWhenCertConfIsWaitedFor() throws Exception {
    var infos = ip.message().getHeader().getGeneralInfo();

    assertThat(infos).hasSize(1);
    assertThat(infos[0].getInfoType().getId()).isEqualTo("1.3.6.1.5.5.7.4.14");
    var until =
        org.bouncycastle.asn1.ASN1GeneralizedTime.getInstance(infos[0].getInfoValue()).getDate();
    assertThat(Duration.between(issuing.clock.instant(), until.toInstant()))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
  }

  @Test
  void signerRevokedBeforeHeConfirms_isCertRevokedAndTheDeviceNeverValid() {
    Applicant berta = Applicant.of(issuing, "berta@example.org").enrolled();
    KeyPair second = TestSigningKey.pair(KeyAlgorithm.P256);
    Applicant.Answer own = berta.send("/p/signing", berta.signed(berta.deviceWriter(second)));
    berta.send("/p/signing", berta.signed(berta.accepting(own)));
    KeyPair thiefs = TestSigningKey.pair(KeyAlgorithm.P256);
    Applicant.Answer cp =
        berta.send(
            "/p/signing", Applicant.signed(berta.deviceWriter(thiefs), own.certificate(), second));
    berta.send("/p/signing", berta.signed(berta.rrWriter(own.certificate())));

    byte[] confirming = Applicant.signed(berta.accepting(cp), own.certificate(), second);

    assertThat(berta.send("/p/signing", confirming).failure()).isEqualTo("certRevoked");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'UNCONFIRMED'"))
        .isEqualTo(2);
  }

  @Test
  void certificateRevokedBeforeItIsConfirmed_isCertRevokedAndItsUseFree() {
    Applicant berta = Applicant.of(issuing, "berta@example.org").enrolled();
    KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);
    Applicant.Answer cp = berta.send("/p/signing", berta.signed(berta.deviceWriter(device)));
    berta.send("/p/signing", berta.signed(berta.rrWriter(cp.certificate())));

    Applicant.Answer answer = berta.send("/p/signing", berta.signed(berta.accepting(cp)));

    assertThat(answer.failure()).isEqualTo("certRevoked");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'REJECTED'"))
        .isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order_use WHERE state = 'OPEN'"))
        .isEqualTo(1);
  }
}
