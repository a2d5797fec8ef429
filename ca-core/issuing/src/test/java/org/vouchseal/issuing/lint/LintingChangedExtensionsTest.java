package org.vouchseal.issuing.lint;

import static org.vouchseal.issuing.lint.LintBench.AGREEMENT;
import static org.vouchseal.issuing.lint.LintBench.CMP_SIGNER;
import static org.vouchseal.issuing.lint.LintBench.ENCRYPTION;
import static org.vouchseal.issuing.lint.LintBench.KGA;
import static org.vouchseal.issuing.lint.LintBench.RESPONDER;
import static org.vouchseal.issuing.lint.LintBench.ROOT;
import static org.vouchseal.issuing.lint.LintBench.SIGNING;
import static org.vouchseal.issuing.lint.LintBench.SMIME_CA;
import static org.vouchseal.issuing.lint.LintBench.TRUST_CA;
import static org.vouchseal.issuing.lint.LintBench.row;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.x509.CertificateContent;

/** Use, constraints, identifiers: each row changes one extension, and exactly its rules speak. */
class LintingChangedExtensionsTest {

  private static final ASN1ObjectIdentifier CAPABILITIES =
      Objects.requireNonNull(PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities);
  private static final ASN1ObjectIdentifier NO_CHECK = OCSPObjectIdentifiers.id_pkix_ocsp_nocheck;
  private static final String EMAIL = "1.3.6.1.5.5.7.3.4";
  private static final String AES_256_GCM = "2.16.840.1.101.3.4.1.46";
  private static final String AES_128_GCM = "2.16.840.1.101.3.4.1.6";
  private static final String AES_256_CBC = "2.16.840.1.101.3.4.1.42";

  static List<LintBench.Row> rows() {
    return Stream.of(kinds(), constraints(), usage(), purposes(), identifiers(), others())
        .flatMap(List::stream)
        .toList();
  }

  private static List<LintBench.Row> kinds() {
    return List.of(
        foreign("qcStatements", Extension.qCStatements),
        foreign("subjectDirectoryAttributes", Extension.subjectDirectoryAttributes),
        foreign("nameConstraints", Extension.nameConstraints),
        foreign("issuerAltName", Extension.issuerAlternativeName),
        foreign("freshestCRL", Extension.freshestCRL),
        foreign("LEI", new ASN1ObjectIdentifier("1.3.6.1.4.1.52266.1")),
        foreign("Adobe time-stamp", new ASN1ObjectIdentifier("1.2.840.113583.1.1.9.1")),
        row("readable", "keyUsage twice", SIGNING, t -> t.twice(Extension.keyUsage)));
  }

  private static LintBench.Row foreign(String name, ASN1ObjectIdentifier id) {
    return row("known-extensions", name, t -> t.extension(id, false, new DERSequence()));
  }

  private static List<LintBench.Row> constraints() {
    return List.of(
        constraints("an end entity is a CA", SIGNING, new BasicConstraints(true)),
        constraints("an end entity says it is none", SIGNING, new BasicConstraints(false)),
        constraints("a responder is a CA", RESPONDER, new BasicConstraints(true)),
        constraints("no path length", SMIME_CA, new BasicConstraints(true)),
        constraints("path length 1", TRUST_CA, new BasicConstraints(1)),
        constraints("no CA", SMIME_CA, new BasicConstraints(false)),
        constraints("a root with a path length", ROOT, new BasicConstraints(1)),
        row(
            "basic-constraints",
            "not critical",
            SMIME_CA,
            t -> t.critical(Extension.basicConstraints, false)),
        row("basic-constraints", "missing", ROOT, t -> t.drop(Extension.basicConstraints)));
  }

  private static LintBench.Row constraints(
      String change, CertificateContent content, BasicConstraints value) {
    return row(
        "basic-constraints",
        change,
        content,
        t -> t.extension(Extension.basicConstraints, true, value));
  }

  private static List<LintBench.Row> usage() {
    int sign = KeyUsage.digitalSignature;
    int both = sign | KeyUsage.nonRepudiation;
    String escrow = "key-usage + escrowed-key-usage";
    return List.of(
        row("key-usage", "not critical", t -> t.critical(Extension.keyUsage, false)),
        row("key-usage", "missing", t -> t.drop(Extension.keyUsage)),
        row(escrow, "missing with an escrowed key", ENCRYPTION, t -> t.drop(Extension.keyUsage)),
        usage("key-usage", "digitalSignature alone", SIGNING, sign),
        usage("key-usage", "cRLSign as well", SIGNING, both | KeyUsage.cRLSign),
        usage(escrow, "keyEncipherment in a signing certificate", SIGNING, both | 32),
        usage(escrow, "keyAgreement in a signing certificate", SIGNING, both | 8),
        usage(escrow, "digitalSignature with an escrowed RSA key", ENCRYPTION, sign | 32),
        usage(escrow, "digitalSignature with an escrowed EC key", AGREEMENT, sign | 8),
        usage(escrow, "dataEncipherment with an escrowed key", ENCRYPTION, 32 | 16),
        usage("key-usage", "keyAgreement of an RSA key", ENCRYPTION, KeyUsage.keyAgreement),
        usage("key-usage", "keyEncipherment of an EC key", AGREEMENT, KeyUsage.keyEncipherment),
        usage(escrow, "encipherOnly as well", AGREEMENT, 8 | KeyUsage.encipherOnly),
        usage("key-usage", "a CA that signs messages", SMIME_CA, sign | 4 | 2),
        usage("key-usage", "a CA that signs no lists", TRUST_CA, KeyUsage.keyCertSign),
        usage("key-usage", "a responder that repudiates nothing", RESPONDER, both),
        usage("key-usage", "a CMP signer that certifies", CMP_SIGNER, sign | 4),
        row(
            "key-usage",
            "a zero bit at the end",
            t -> t.raw(Extension.keyUsage, true, new byte[] {3, 2, 5, (byte) 0xc0})));
  }

  private static LintBench.Row usage(
      String rules, String change, CertificateContent content, int bits) {
    return row(
        rules, change, content, t -> t.extension(Extension.keyUsage, true, new KeyUsage(bits)));
  }

  private static List<LintBench.Row> purposes() {
    return List.of(
        purposes("clientAuth as well", SIGNING, EMAIL, "1.3.6.1.5.5.7.3.2"),
        purposes("serverAuth as well", ENCRYPTION, EMAIL, "1.3.6.1.5.5.7.3.1"),
        purposes("codeSigning as well", SIGNING, EMAIL, "1.3.6.1.5.5.7.3.3"),
        purposes("documentSigning as well", SIGNING, EMAIL, "1.3.6.1.5.5.7.3.36"),
        purposes("any", SIGNING, "2.5.29.37.0"),
        purposes("a responder for mail", RESPONDER, EMAIL),
        purposes("a CMP signer that makes keys", CMP_SIGNER, "1.3.6.1.5.5.7.3.32"),
        purposes("a key generator that signs for the CA", KGA, "1.3.6.1.5.5.7.3.27"),
        purposes("a mail CA for time-stamps as well", SMIME_CA, EMAIL, "1.3.6.1.5.5.7.3.8"),
        purposes("a root with a purpose", ROOT, EMAIL),
        row("extended-key-usage", "critical", t -> t.critical(Extension.extendedKeyUsage, true)),
        row("extended-key-usage", "missing", SMIME_CA, t -> t.drop(Extension.extendedKeyUsage)));
  }

  private static LintBench.Row purposes(String change, CertificateContent content, String... oids) {
    KeyPurposeId[] purposes =
        Stream.of(oids)
            .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
            .toArray(KeyPurposeId[]::new);
    return row(
        "extended-key-usage",
        change,
        content,
        t -> t.extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes)));
  }

  private static List<LintBench.Row> identifiers() {
    byte[] right = LintBench.PKI.issuer("smime").subjectKeyIdentifier();
    GeneralNames name = new GeneralNames(new GeneralName(new X500Name("CN=A")));
    return List.of(
        authority("of another CA", SIGNING, new AuthorityKeyIdentifier(new byte[20])),
        authority(
            "issuer and serial as well",
            SIGNING,
            new AuthorityKeyIdentifier(right, name, java.math.BigInteger.ONE)),
        authority("in a root", ROOT, new AuthorityKeyIdentifier(new byte[20])),
        row(
            "authority-key-identifier",
            "missing",
            SMIME_CA,
            t -> t.drop(Extension.authorityKeyIdentifier)),
        row(
            "authority-key-identifier",
            "critical",
            t -> t.critical(Extension.authorityKeyIdentifier, true)),
        subjectKey(
            "of another key",
            t ->
                t.extension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]))),
        subjectKey("critical", t -> t.critical(Extension.subjectKeyIdentifier, true)),
        subjectKey("missing", t -> t.drop(Extension.subjectKeyIdentifier)));
  }

  private static LintBench.Row authority(
      String change, CertificateContent content, AuthorityKeyIdentifier value) {
    return row(
        "authority-key-identifier",
        change,
        content,
        t -> t.extension(Extension.authorityKeyIdentifier, false, value));
  }

  private static LintBench.Row subjectKey(String change, Consumer<TbsParts> edit) {
    return row("subject-key-identifier", change, ROOT, edit);
  }

  private static List<LintBench.Row> others() {
    return List.of(
        noCheck(
            "in a signing certificate",
            SIGNING,
            t -> t.extension(NO_CHECK, false, DERNull.INSTANCE)),
        noCheck("in a CA", SMIME_CA, t -> t.extension(NO_CHECK, false, DERNull.INSTANCE)),
        noCheck("missing in a responder", RESPONDER, t -> t.drop(NO_CHECK)),
        noCheck("critical", RESPONDER, t -> t.critical(NO_CHECK, true)),
        noCheck("not NULL", RESPONDER, t -> t.extension(NO_CHECK, false, new ASN1Integer(1))),
        capabilities("missing", ENCRYPTION, t -> t.drop(CAPABILITIES)),
        capabilities("critical", ENCRYPTION, t -> t.critical(CAPABILITIES, true)),
        capabilities(
            "in a signing certificate", SIGNING, list(AES_256_GCM, AES_128_GCM, AES_256_CBC)),
        capabilities("3DES", ENCRYPTION, list("1.2.840.113549.3.7")),
        capabilities("another order", AGREEMENT, list(AES_256_CBC, AES_256_GCM, AES_128_GCM)),
        capabilities("one is missing", ENCRYPTION, list(AES_256_GCM, AES_256_CBC)));
  }

  private static LintBench.Row noCheck(
      String change, CertificateContent content, Consumer<TbsParts> edit) {
    return row("ocsp-no-check", change, content, edit);
  }

  private static LintBench.Row capabilities(
      String change, CertificateContent content, Consumer<TbsParts> edit) {
    return row("smime-capabilities", change, content, edit);
  }

  private static Consumer<TbsParts> list(String... oids) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    Stream.of(oids).map(ASN1ObjectIdentifier::new).map(DERSequence::new).forEach(all::add);
    return t -> t.extension(CAPABILITIES, false, new DERSequence(all));
  }

  @TestFactory
  Stream<DynamicTest> changedExtension_isFoundByItsRulesAlone() {
    return LintBench.tests(rows());
  }
}
