package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The core ends at every named point; it is started again, and the client sends the same octets
 * again.
 */
@Tag("db")
class LightCoreDrillTest {

  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);
  private static final List<X509CertificateHolder> RECEIVED = new ArrayList<>();

  private static DrillGround ground;
  private static RegistrationAuthority authority;
  private static WholeCa wholeCa;
  private static Core core;

  @BeforeAll
  static void found() throws InterruptedException {
    ground = DrillGround.founded("points");
    authority = new RegistrationAuthority(ground);
    wholeCa = new WholeCa(ground);
    core = started();
    awaitFirstCrls();
  }

  @AfterAll
  static void end() {
    if (core != null) {
      core.close();
    }
  }

  /** A drill at a list's publication must not halt at the first list of all. */
  private static void awaitFirstCrls() throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(20);
    while (DrillGround.query(String.class, "SELECT DISTINCT issuer FROM issuing.crl").size() < 2) {
      assertThat(Instant.now()).as("the first lists are published").isBefore(limit);
      Thread.sleep(100);
    }
  }

  private static Core started() {
    Core fresh = ground.start();
    System.out.printf(Locale.ROOT, "light core started in %d ms%n", fresh.startTime().toMillis());
    return fresh;
  }

  /** Ends the core and starts one that halts at a point. */
  private static Core drilledAt(String point) {
    core.close();
    return ground.startWithDrill(point);
  }

  private static void restartAfter(Core drilled, String point) {
    drilled.mustHaveHaltedAt(point);
    core = started();
  }

  private static RegistrationAuthority.Enrolment enrolment(String name) throws IOException {
    RegistrationAuthority.Enrolment enrolment =
        authority.order(name.replace('.', '-') + "@example.org");
    assertThat(core.registrar("/orders", enrolment.json()).statusCode()).isEqualTo(201);
    return enrolment;
  }

  private static Answer sent(String profile, byte[] message, int expectedType) throws IOException {
    Answer answer = Answer.of(core.cmp(profile, message));
    assertThat(answer.type()).as(answer.error()).isEqualTo(expectedType);
    return answer;
  }

  /** The same octets twice: two equal answers, and the certificate in them is the stored one. */
  private static Answer repeated(String profile, byte[] message, int expectedType)
      throws IOException {
    Answer first = sent(profile, message, expectedType);
    assertThat(sent(profile, message, expectedType).octets()).isEqualTo(first.octets());
    return first;
  }

  private static void mustBeTheOnlyOne(String reference, String keyClass, Answer answer) {
    RECEIVED.add(answer.certificate());
    assertThat(stored(reference, keyClass))
        .as("%s certificates of the order", keyClass)
        .containsExactly(Answer.der(answer.certificate()));
    assertThat(
            DrillGround.query(
                Long.class,
                "SELECT COUNT(*) FROM issuing.issuance_plan WHERE order_reference = ?"
                    + " AND profile LIKE ?",
                reference,
                keyClass.equals("ENC") ? "%enc%" : "%sign%"))
        .as("plans of the order")
        .containsExactly(1L);
  }

  private static List<byte[]> stored(String reference, String keyClass) {
    return DrillGround.query(
        byte[].class,
        "SELECT der FROM issuing.certificate WHERE order_reference = ? AND key_class = ?",
        reference,
        keyClass);
  }

  private static List<String> states(String reference, String keyClass) {
    return DrillGround.query(
        String.class,
        "SELECT state FROM issuing.certificate WHERE order_reference = ? AND key_class = ?",
        reference,
        keyClass);
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
  void haltDuringOpensslIr_sameOctetsGiveTheOneCertificate(String point) throws IOException {
    RegistrationAuthority.Enrolment enrolment = enrolment("ir-" + point);
    OpensslCmp openssl = new OpensslCmp(ground, enrolment);
    try (Core drilled = drilledAt(point)) {
      assertThat(openssl.ir(drilled, "-reqout", "ir.der cc.der").status()).isNotZero();
      assertThat(openssl.hasCertificate()).isFalse();
      restartAfter(drilled, point);
    }
    byte[] ir = openssl.files().read("ir.der");
    List<byte[]> beforeTheHalt = stored(enrolment.reference(), "SIGN");

    Answer ip = repeated("signing", ir, PKIBody.TYPE_INIT_REP);
    openssl.ir(core, "-reqin", "ir.der", "-rspout", "ip.der pc.der").mustSucceed();

    assertThat(openssl.files().read("ip.der")).isEqualTo(ip.octets());
    assertThat(openssl.hasCertificate()).isTrue();
    mustBeTheOnlyOne(enrolment.reference(), "SIGN", ip);
    assertThat(List.of(Answer.der(ip.certificate()))).containsAll(beforeTheHalt);
    assertThat(states(enrolment.reference(), "SIGN")).containsExactly("CONFIRMED");
    wholeCa.mustBeSound(RECEIVED);
  }

  @Test
  void haltAfterOpensslCertConf_sameOctetsAreConfirmed() throws IOException {
    RegistrationAuthority.Enrolment enrolment = enrolment("cc");
    OpensslCmp openssl = new OpensslCmp(ground, enrolment);
    try (Core drilled = drilledAt("certconf.after")) {
      Commands.Ended ended =
          openssl.ir(drilled, "-reqout", "ir.der cc.der", "-rspout", "ip.der pc.der");
      assertThat(ended.status()).isNotZero();
      restartAfter(drilled, "certconf.after");
    }
    Answer unused = repeated("signing", openssl.files().read("cc.der"), PKIBody.TYPE_CONFIRM);

    mustBeTheOnlyOne(enrolment.reference(), "SIGN", Answer.of(openssl.files().read("ip.der")));
    assertThat(states(enrolment.reference(), "SIGN")).containsExactly("CONFIRMED");
    wholeCa.mustBeSound(RECEIVED);
  }

  private static Applicant enrolledApplicant(String name) throws IOException {
    Applicant applicant = new Applicant(enrolment(name));
    Answer ip = sent("signing", applicant.ir(), PKIBody.TYPE_INIT_REP);
    Answer unused = sent("signing", applicant.certConfUnderMac(ip), PKIBody.TYPE_CONFIRM);
    RECEIVED.add(ip.certificate());
    applicant.accept(ip.certificate());
    return applicant;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tx-a.before",
        "tx-a.after",
        "escrow.before",
        "escrow.after",
        "tx-b.before",
        "tx-b.after",
        "sign.after",
        "tx-c.before",
        "tx-c.after",
        "reply.before"
      })
  void haltDuringCentralKey_sameOctetsGiveTheOneKeyAndCertificate(String point) throws IOException {
    Applicant applicant = enrolledApplicant("cr-" + point);
    byte[] cr = applicant.centralKeyRequest();
    try (Core drilled = drilledAt(point)) {
      assertThatThrownBy(() -> drilled.cmp("encryption", cr)).isInstanceOf(IOException.class);
      restartAfter(drilled, point);
    }
    List<String> beforeTheHalt = escrowed(applicant);

    Answer cp = repeated("encryption", cr, PKIBody.TYPE_CERT_REP);
    Answer unused = repeated("encryption", applicant.signedCertConf(cp), PKIBody.TYPE_CONFIRM);

    mustBeTheOnlyOne(applicant.reference(), "ENC", cp);
    assertThat(escrowed(applicant)).hasSize(1).containsAll(beforeTheHalt);
    assertThat(cp.openedKeyPackage(applicant.deliveryKey().getPrivate())).isNotEmpty();
    assertThat(states(applicant.reference(), "ENC")).containsExactly("CONFIRMED");
    wholeCa.mustBeSound(RECEIVED);
  }

  private static List<String> escrowed(Applicant applicant) {
    return DrillGround.query(
        String.class,
        "SELECT spki_digest FROM keyservice.escrow WHERE reference = ?",
        applicant.reference());
  }

  @Test
  void haltAfterCertConfOfCentralKey_sameOctetsAreConfirmed() throws IOException {
    Applicant applicant = enrolledApplicant("cr-cc");
    Answer cp = sent("encryption", applicant.centralKeyRequest(), PKIBody.TYPE_CERT_REP);
    byte[] certConf = applicant.signedCertConf(cp);
    try (Core drilled = drilledAt("certconf.after")) {
      assertThatThrownBy(() -> drilled.cmp("encryption", certConf)).isInstanceOf(IOException.class);
      restartAfter(drilled, "certconf.after");
    }
    Answer unused = repeated("encryption", certConf, PKIBody.TYPE_CONFIRM);

    mustBeTheOnlyOne(applicant.reference(), "ENC", cp);
    assertThat(escrowed(applicant)).hasSize(1);
    wholeCa.mustBeSound(RECEIVED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke.after", "crl.before-publish", "crl.after"})
  void haltAroundRevocation_itStandsAndShows(String point)
      throws IOException, InterruptedException {
    RegistrationAuthority.Enrolment enrolment = enrolment("rr-" + point);
    OpensslCmp openssl = new OpensslCmp(ground, enrolment);
    openssl.ir(core, "-rspout", "ip.der pc.der").mustSucceed();
    X509CertificateHolder certificate = Answer.of(openssl.files().read("ip.der")).certificate();
    RECEIVED.add(certificate);
    assertThat(openssl.ocsp(core)).contains("c.pem: good");
    BigInteger numberBefore = number(new X509CRLHolder(core.pki("smime.crl")));
    try (Core drilled = drilledAt(point)) {
      // at the points of the list the answer may come first
      Commands.Ended ended = openssl.rr(drilled, "-reqout", "rr.der");
      assertThat(ended.status() == 0 && point.equals("revoke.after")).isFalse();
      restartAfter(drilled, point);
    }
    Instant limit = Instant.now().plus(SHOWN_WITHIN);

    Answer unused =
        repeated("signing", openssl.files().read("rr.der"), PKIBody.TYPE_REVOCATION_REP);

    assertThat(openssl.ocsp(core)).contains("c.pem: revoked").contains("Reason: superseded");
    X509CRLHolder crl = crlNaming(certificate, limit);
    assertThat(number(crl)).isGreaterThan(numberBefore);
    assertThat(openssl.verifiedWithCrl(crl.getEncoded())).contains("certificate revoked");
    assertThat(
            DrillGround.query(
                Long.class,
                "SELECT COUNT(*) FROM issuing.revocation WHERE serial = ?",
                (Object) certificate.getSerialNumber().toByteArray()))
        .containsExactly(1L);
    wholeCa.mustBeSound(RECEIVED);
  }

  private static X509CRLHolder crlNaming(X509CertificateHolder certificate, Instant limit)
      throws IOException, InterruptedException {
    X509CRLHolder crl = new X509CRLHolder(core.pki("smime.crl"));
    while (crl.getRevokedCertificate(certificate.getSerialNumber()) == null) {
      assertThat(Instant.now()).as("the list names the certificate").isBefore(limit);
      Thread.sleep(200);
      crl = new X509CRLHolder(core.pki("smime.crl"));
    }
    return crl;
  }

  private static BigInteger number(X509CRLHolder crl) {
    return ASN1Integer.getInstance(crl.getExtension(Extension.cRLNumber).getParsedValue())
        .getValue();
  }
}
