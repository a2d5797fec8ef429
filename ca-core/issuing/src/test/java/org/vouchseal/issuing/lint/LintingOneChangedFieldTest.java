package org.vouchseal.issuing.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;

/** Each row changes one field of a right certificate; the rule it names must speak. */
class LintingOneChangedFieldTest {

  private static final TestPki PKI = TestPki.create();
  private static final Mailbox MAILBOX = Mailbox.parse("alice@example.org");
  private static final byte[] SPKI = Keys.p256().getPublic().getEncoded();
  private static final TbsComposer COMPOSER =
      new TbsComposer(new CertificateAddresses(TestPki.PUBLIC_URL));
  private static final CertificateContent SIGNING = content("signing", SPKI);
  private static final CertificateContent ENCRYPTION = content("encryption", SPKI);
  private static final CertificateContent OCSP = ocsp();
  private static final ASN1ObjectIdentifier CAPABILITIES =
      PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities;

  private static CertificateContent content(String profile, byte[] spki) {
    return new CertificateContent(
        CertificateProfiles.standard().get(new ProfileName(profile)),
        Optional.of(PKI.issuer("smime")),
        SerialNumber.ofHex("40112233445566778899aabbccddeeff"),
        SignatureAlgorithm.ECDSA_SHA256,
        period(Duration.ofDays(730)),
        SubjectName.commonName(MAILBOX.address()),
        List.of(MAILBOX),
        Optional.of(AssuranceTier.V1),
        spki);
  }

  private static CertificateContent ocsp() {
    return new CertificateContent(
        CertificateProfiles.standard().get(CertificateProfiles.OCSP_RESPONDER),
        Optional.of(PKI.issuer("smime")),
        SerialNumber.ofHex("40112233445566778899aabbccddeeff"),
        SignatureAlgorithm.ECDSA_SHA256,
        period(Duration.ofDays(30)),
        SubjectName.commonName("OCSP"),
        List.of(),
        Optional.empty(),
        SPKI);
  }

  private static ValidityPeriod period(Duration length) {
    Instant begin = TestPki.BEGIN.plus(Duration.ofDays(10));
    return new ValidityPeriod(begin, begin.plus(length).minusSeconds(1));
  }

  private record Row(String rule, String change, CertificateContent content, Consumer<Tbs> edit) {}

  /** A TBSCertificate in pieces that can be exchanged. */
  private static final class Tbs {
    private final List<ASN1Encodable> fields = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();

    Tbs(byte[] der) {
      ASN1Sequence all = ASN1Sequence.getInstance(der);
      for (int i = 0; i < all.size() - 1; i++) {
        fields.add(all.getObjectAt(i));
      }
      ASN1Sequence list =
          ASN1Sequence.getInstance(
              ((org.bouncycastle.asn1.ASN1TaggedObject) all.getObjectAt(all.size() - 1))
                  .getExplicitBaseObject());
      list.forEach(e -> extensions.add(Extension.getInstance(e)));
    }

    /** 0 version, 1 serial, 2 algorithm, 3 issuer, 4 validity, 5 subject, 6 key. */
    void field(int index, ASN1Encodable value) {
      fields.set(index, value);
    }

    void extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        Extension made =
            new Extension(
                id, critical, new DEROctetString(value.toASN1Primitive().getEncoded("DER")));
        int at = index(id);
        if (at < 0) {
          extensions.add(made);
        } else {
          extensions.set(at, made);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void critical(ASN1ObjectIdentifier id, boolean critical) {
      Extension old = extensions.get(index(id));
      extensions.set(index(id), new Extension(id, critical, old.getExtnValue()));
    }

    void drop(ASN1ObjectIdentifier id) {
      extensions.remove(index(id));
    }

    private int index(ASN1ObjectIdentifier id) {
      for (int i = 0; i < extensions.size(); i++) {
        if (extensions.get(i).getExtnId().equals(id)) {
          return i;
        }
      }
      return -1;
    }

    byte[] der() {
      try {
        ASN1EncodableVector all = new ASN1EncodableVector();
        fields.forEach(all::add);
        ASN1EncodableVector list = new ASN1EncodableVector();
        extensions.forEach(list::add);
        all.add(new DERTaggedObject(true, 3, new DERSequence(list)));
        return new DERSequence(all).getEncoded(ASN1Encoding.DER);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    fields(rows);
    names(rows);
    extensions(rows);
    policies(rows);
    return rows;
  }

  private static void fields(List<Row> rows) {
    row(rows, "version-3", "another tag", t -> t.field(0, version()));
    row(rows, "serial-form", "short serial", t -> t.field(1, new ASN1Integer(77)));
    row(
        rows,
        "serial-form",
        "negative serial",
        t -> t.field(1, new ASN1Integer(java.math.BigInteger.ONE.shiftLeft(126).negate())));
    row(
        rows,
        "signature-identifier",
        "SHA-1",
        t -> t.field(2, algorithm("1.2.840.113549.1.1.5", DERNull.INSTANCE)));
    row(
        rows,
        "signature-identifier",
        "ECDSA with NULL parameters",
        t -> t.field(2, algorithm("1.2.840.10045.4.3.2", DERNull.INSTANCE)));
    row(rows, "issuer-name", "other CA", t -> t.field(3, name("CN=Somebody")));
    row(
        rows,
        "issuer-name",
        "same text, other string type",
        t -> t.field(3, name(BCStyle.CN, new DERPrintableString("Vouchseal Test CA"))));
    row(
        rows,
        "validity-length",
        "one second more",
        t -> t.field(4, validity(SIGNING.validity().notAfter().plusSeconds(1))));
    row(
        rows,
        "validity-within-issuer",
        "begins before the CA",
        t ->
            t.field(
                4,
                validity(TestPki.BEGIN.minusSeconds(10), TestPki.BEGIN.plus(Duration.ofDays(1)))));
    row(
        rows,
        "time-encoding",
        "GeneralizedTime before 2050",
        t ->
            t.field(
                4,
                new DERSequence(
                    new ASN1Encodable[] {
                      new ASN1GeneralizedTime(Date.from(SIGNING.validity().notBefore())),
                      new Time(Date.from(SIGNING.validity().notAfter()))
                    })));
    row(
        rows,
        "no-unique-ids",
        "subjectUniqueID",
        t -> t.fields.add(new DERTaggedObject(false, 2, new DERBitString(new byte[] {1}))));
    row(rows, "key-kind", "P-521", t -> t.field(6, key(Keys.ec("secp521r1"))));
    row(rows, "key-kind", "RSA without NULL", t -> t.field(6, rsaWithoutNull()));
  }

  private static void names(List<Row> rows) {
    row(rows, "subject-encoding", "attribute in no profile", t -> t.field(5, name("OU=Sales")));
    row(
        rows,
        "subject-encoding",
        "TeletexString",
        t -> t.field(5, name(BCStyle.CN, new org.bouncycastle.asn1.DERT61String("alice"))));
    row(
        rows,
        "subject-attributes",
        "organization in V1",
        t -> t.field(5, name(BCStyle.O, new DERUTF8String("Example"))));
    row(
        rows,
        "subject-attributes",
        "CN not in the subjectAltName",
        t -> t.field(5, name(BCStyle.CN, new DERUTF8String("bob@example.org"))));
    row(
        rows,
        "alternative-name-presence",
        "no subjectAltName",
        t -> t.drop(Extension.subjectAlternativeName));
    row(
        rows,
        "alternative-name-kinds",
        "dNSName",
        t -> names(t, mailbox("alice@example.org"), new GeneralName(2, "example.org")));
    row(
        rows,
        "alternative-name-criticality",
        "critical beside a subject",
        t -> t.critical(Extension.subjectAlternativeName, true));
    row(
        rows,
        "alternative-name-criticality",
        "not critical beside an empty subject",
        t -> t.field(5, new X500Name(new org.bouncycastle.asn1.x500.RDN[0])));
    row(rows, "mailbox-form", "domain in capitals", t -> names(t, mailbox("alice@EXAMPLE.org")));
    row(
        rows,
        "mailbox-form",
        "ASCII address as SmtpUTF8Mailbox",
        t -> names(t, smtpUtf8("alice@example.org")));
    row(
        rows,
        "mailbox-form",
        "twice",
        t -> names(t, mailbox("alice@example.org"), mailbox("alice@example.org")));
    row(
        rows,
        "as-approved",
        "one mailbox more",
        t -> names(t, mailbox("alice@example.org"), mailbox("bob@example.org")));
    row(
        rows,
        "as-approved",
        "other serial",
        t -> t.field(1, new ASN1Integer(SIGNING.serial().value().add(java.math.BigInteger.ONE))));
    row(rows, "as-approved", "other key", t -> t.field(6, key(Keys.p256())));
  }

  private static void extensions(List<Row> rows) {
    row(
        rows,
        "known-extensions",
        "qcStatements",
        t -> t.extension(Extension.qCStatements, false, new DERSequence()));
    row(
        rows,
        "basic-constraints",
        "CA",
        t -> t.extension(Extension.basicConstraints, true, new BasicConstraints(true)));
    row(rows, "key-usage", "not critical", t -> t.critical(Extension.keyUsage, false));
    row(
        rows,
        "key-usage",
        "digitalSignature alone",
        t -> t.extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
    row(
        rows,
        "escrowed-key-usage",
        "keyEncipherment in a signing certificate",
        t ->
            t.extension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)));
    row(
        rows,
        "escrowed-key-usage",
        "digitalSignature with an escrowed key",
        ENCRYPTION,
        t ->
            t.extension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)));
    row(
        rows,
        "extended-key-usage",
        "clientAuth as well",
        t ->
            t.extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_clientAuth
                    })));
    row(rows, "extended-key-usage", "critical", t -> t.critical(Extension.extendedKeyUsage, true));
    row(
        rows,
        "authority-key-identifier",
        "other CA",
        t ->
            t.extension(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[20])));
    row(rows, "authority-key-identifier", "missing", t -> t.drop(Extension.authorityKeyIdentifier));
    row(
        rows,
        "subject-key-identifier",
        "of another key",
        t ->
            t.extension(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20])));
    row(
        rows,
        "ocsp-no-check",
        "in a signing certificate",
        t -> t.extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE));
    row(
        rows,
        "ocsp-no-check",
        "missing in a responder's",
        OCSP,
        t -> t.drop(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck));
    row(rows, "smime-capabilities", "missing", ENCRYPTION, t -> t.drop(CAPABILITIES));
    row(
        rows,
        "smime-capabilities",
        "3DES",
        ENCRYPTION,
        t ->
            t.extension(
                CAPABILITIES,
                false,
                new DERSequence(new DERSequence(PKCSObjectIdentifiers.des_EDE3_CBC))));
  }

  private static void policies(List<Row> rows) {
    row(
        rows,
        "certificate-policies",
        "of another tier",
        t -> policies(t, OwnOids.policy(AssuranceTier.V2)));
    row(
        rows,
        "certificate-policies",
        "critical",
        t -> t.critical(Extension.certificatePolicies, true));
    row(
        rows,
        "reserved-policy",
        "asserted although off",
        t -> policies(t, OwnOids.policy(AssuranceTier.V1), "2.23.140.1.5.1.3"));
    row(
        rows,
        "reserved-policy",
        "generation legacy",
        t -> policies(t, OwnOids.policy(AssuranceTier.V1), "2.23.140.1.5.1.1"));
    row(
        rows,
        "policy-qualifiers",
        "ftp address",
        t ->
            t.extension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(
                    new PolicyInformation(
                        new ASN1ObjectIdentifier(OwnOids.policy(AssuranceTier.V1)),
                        new DERSequence(
                            new PolicyQualifierInfo(
                                PolicyQualifierId.id_qt_cps, new DERIA5String("ftp://x")))))));
    row(
        rows,
        "crl-distribution-points",
        "https",
        t -> crl(t, "https://pki.vouchseal.test/pki/smime.crl"));
    row(rows, "crl-distribution-points", "missing", t -> t.drop(Extension.cRLDistributionPoints));
    row(
        rows,
        "crl-distribution-points",
        "in a responder's",
        OCSP,
        t -> crl(t, "http://pki.vouchseal.test/pki/smime.crl"));
    row(
        rows,
        "authority-information-access",
        "no OCSP",
        t ->
            t.extension(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(
                    AccessDescription.id_ad_caIssuers, new GeneralName(6, "http://x/y"))));
    row(
        rows,
        "authority-information-access",
        "missing",
        t -> t.drop(Extension.authorityInfoAccess));
  }

  private static void row(List<Row> rows, String rule, String change, Consumer<Tbs> edit) {
    row(rows, rule, change, SIGNING, edit);
  }

  private static void row(
      List<Row> rows, String rule, String change, CertificateContent content, Consumer<Tbs> edit) {
    rows.add(new Row(rule, change, content, edit));
  }

  @TestFactory
  Stream<DynamicTest> changedField_isFoundByItsRule() {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.rule() + ": " + row.change(),
                    () -> {
                      Tbs tbs = new Tbs(COMPOSER.compose(row.content(), false));
                      row.edit().accept(tbs);
                      assertThat(Linter.judge(tbs.der(), row.content(), false))
                          .extracting(Finding::rule)
                          .contains(row.rule());
                    }));
  }

  @Test
  void everyRule_hasARow() {
    Set<String> tested = new TreeSet<>(rows().stream().map(Row::rule).toList());
    tested.add("exact-der"); // below
    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(Linter.rules().stream().map(LintRule::name).toList());
    assertThat(Linter.rules()).allSatisfy(rule -> assertThat(rule.citation()).isNotBlank());
  }

  @Test
  void unchanged_hasNoFinding() {
    for (CertificateContent content : List.of(SIGNING, ENCRYPTION, OCSP)) {
      byte[] composed = COMPOSER.compose(content, false);
      assertThat(new Tbs(composed).der()).isEqualTo(composed);
      assertThat(Linter.judge(composed, content, false)).isEmpty();
      assertThat(Linter.judge(COMPOSER.compose(content, true), content, true)).isEmpty();
    }
  }

  @Test
  void lengthInALongerForm_isNotExactDer() {
    byte[] composed = COMPOSER.compose(SIGNING, false);
    assertThat(composed[1]).isEqualTo((byte) 0x82);
    byte[] longer = new byte[composed.length + 1];
    System.arraycopy(new byte[] {0x30, (byte) 0x83, 0, composed[2], composed[3]}, 0, longer, 0, 5);
    System.arraycopy(composed, 4, longer, 5, composed.length - 4);
    assertThat(Linter.judge(longer, SIGNING, false))
        .extracting(Finding::rule)
        .contains("exact-der");
  }

  @Test
  void everyOctetFlipped_isFoundOrUnreadable() {
    byte[] composed = COMPOSER.compose(SIGNING, false);
    List<Integer> missed = new ArrayList<>();
    for (int i = 0; i < composed.length; i++) {
      byte[] flipped = composed.clone();
      flipped[i] ^= 1;
      if (!isInsideAnAddress(composed, i) && !isInsideValidity(composed, i)) {
        if (Linter.judge(flipped, SIGNING, false).isEmpty()) {
          missed.add(i);
        }
      }
    }
    assertThat(missed)
        .as("octets whose change no rule sees in " + java.util.HexFormat.of().formatHex(composed))
        .isEmpty();
  }

  /** Addresses and times are not fixed by a table; what they must be is tested by rows above. */
  private static boolean isInsideAnAddress(byte[] der, int at) {
    String text = new String(der, java.nio.charset.StandardCharsets.ISO_8859_1);
    int from = text.lastIndexOf("http://", at);
    return from >= 0 && at >= from + 7 && text.substring(from, at).matches("[ -~]*");
  }

  private static boolean isInsideValidity(byte[] der, int at) {
    String text = new String(der, java.nio.charset.StandardCharsets.ISO_8859_1);
    int from = text.indexOf("260111");
    return from > 0 && at >= from && at < from + 28;
  }

  @Test
  void reservedPolicyMissingInTheTwin_isFound() {
    assertThat(Linter.judge(COMPOSER.compose(SIGNING, false), SIGNING, true))
        .extracting(Finding::rule)
        .contains("reserved-policy", "certificate-policies");
  }

  private static ASN1Encodable version() {
    return new DERTaggedObject(true, 1, new ASN1Integer(2));
  }

  private static AlgorithmIdentifier algorithm(String oid, ASN1Encodable parameters) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), parameters);
  }

  private static X500Name name(String text) {
    return new X500Name(text);
  }

  private static X500Name name(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new X500Name(
        new org.bouncycastle.asn1.x500.RDN[] {new org.bouncycastle.asn1.x500.RDN(type, value)});
  }

  private static ASN1Encodable validity(Instant end) {
    return validity(SIGNING.validity().notBefore(), end);
  }

  private static ASN1Encodable validity(Instant begin, Instant end) {
    return new DERSequence(
        new ASN1Encodable[] {new Time(Date.from(begin)), new Time(Date.from(end))});
  }

  private static ASN1Encodable key(java.security.KeyPair pair) {
    return ASN1Sequence.getInstance(pair.getPublic().getEncoded());
  }

  private static ASN1Encodable rsaWithoutNull() {
    ASN1Sequence right = ASN1Sequence.getInstance(Keys.rsa(2048).getPublic().getEncoded());
    UnaryOperator<ASN1Encodable> bare =
        id -> new DERSequence(ASN1Sequence.getInstance(id).getObjectAt(0));
    return new DERSequence(
        new ASN1Encodable[] {bare.apply(right.getObjectAt(0)), right.getObjectAt(1)});
  }

  private static GeneralName mailbox(String text) {
    return new GeneralName(GeneralName.rfc822Name, text);
  }

  private static GeneralName smtpUtf8(String text) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9"), new DERUTF8String(text)));
  }

  private static void names(Tbs tbs, GeneralName... names) {
    tbs.extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  private static void policies(Tbs tbs, String... oids) {
    tbs.extension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(
            Arrays.stream(oids)
                .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                .toArray(PolicyInformation[]::new)));
  }

  private static void crl(Tbs tbs, String address) {
    tbs.extension(
        Extension.cRLDistributionPoints,
        false,
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(
                  new DistributionPointName(
                      new GeneralNames(
                          new GeneralName(GeneralName.uniformResourceIdentifier, address))),
                  null,
                  null)
            }));
  }
}
