package org.vouchseal.issuing.lint;

import static org.vouchseal.issuing.lint.LintBench.CMP_SIGNER;
import static org.vouchseal.issuing.lint.LintBench.RESPONDER;
import static org.vouchseal.issuing.lint.LintBench.ROOT;
import static org.vouchseal.issuing.lint.LintBench.SIGNING;
import static org.vouchseal.issuing.lint.LintBench.SMIME_CA;
import static org.vouchseal.issuing.lint.LintBench.row;
import static org.vouchseal.issuing.lint.LintBench.sharded;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.model.AssuranceTier;

/** Policies and addresses: each row changes one, and exactly its rules speak. */
class LintingChangedPoliciesTest {

  private static final String V1 = OwnOids.policy(AssuranceTier.V1);
  private static final String HTTP = "http://pki.vouchseal.test/";
  private static final String BOTH = "certificate-policies + reserved-policy";

  static List<LintBench.Row> rows() {
    return Stream.of(policies(), qualifiers(), lists(), access()).flatMap(List::stream).toList();
  }

  private static List<LintBench.Row> policies() {
    ASN1ObjectIdentifier id = Extension.certificatePolicies;
    return List.of(
        policies("certificate-policies", "another tier", SIGNING, OwnOids.policy(AssuranceTier.V2)),
        policies(
            "certificate-policies", "two tiers", SIGNING, V1, OwnOids.policy(AssuranceTier.V4)),
        policies("certificate-policies", "anyPolicy", SIGNING, "2.5.29.32.0"),
        policies("certificate-policies", "of a service", SIGNING, OwnOids.TRUST_SERVICES_POLICY),
        policies("certificate-policies", "a service with a tier", CMP_SIGNER, V1),
        policies("certificate-policies", "a responder with a policy", RESPONDER, V1),
        policies("certificate-policies", "a root with a policy", ROOT, V1),
        policies("certificate-policies", "a CA without one of its tiers", SMIME_CA, V1),
        row("certificate-policies", "missing", SIGNING, t -> t.drop(id)),
        row("certificate-policies", "critical", SIGNING, t -> t.critical(id, true)),
        policies(BOTH, "reserved although off", SIGNING, V1, "2.23.140.1.5.1.3"),
        policies(BOTH, "generation legacy", SIGNING, V1, "2.23.140.1.5.1.1"),
        policies(BOTH, "generation multipurpose", SIGNING, V1, "2.23.140.1.5.1.2"));
  }

  private static LintBench.Row policies(
      String rules, String change, CertificateContent content, String... oids) {
    return row(rules, change, content, t -> setPolicies(t, oids));
  }

  static void setPolicies(TbsParts parts, String... oids) {
    PolicyInformation[] made =
        Arrays.stream(oids)
            .map(LintingChangedPoliciesTest::policy)
            .toArray(PolicyInformation[]::new);
    parts.extension(Extension.certificatePolicies, false, new CertificatePolicies(made));
  }

  /** With the qualifier that it needs when it is one of our own. */
  private static PolicyInformation policy(String oid) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    return oid.startsWith(OwnOids.ARC)
        ? new PolicyInformation(id, new DERSequence(cps(HTTP + "pki/cps")))
        : new PolicyInformation(id);
  }

  private static List<LintBench.Row> qualifiers() {
    ASN1Encodable notice =
        new PolicyQualifierInfo(
            PolicyQualifierId.id_qt_unotice, new DERSequence(new DERUTF8String("read this")));
    ASN1Encodable wrongType =
        new PolicyQualifierInfo(PolicyQualifierId.id_qt_cps, new DERUTF8String(HTTP + "pki/cps"));
    return List.of(
        qualifiers("ftp address", cps("ftp://pki.vouchseal.test/cps")),
        qualifiers("no address", cps("see the office")),
        qualifiers("a notice", notice),
        qualifiers("a notice as well", cps(HTTP + "pki/cps"), notice),
        qualifiers("another string type", wrongType),
        row(
            "policy-qualifiers",
            "none",
            t ->
                t.extension(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(V1))))));
  }

  private static LintBench.Row qualifiers(String change, ASN1Encodable... qualifiers) {
    PolicyInformation own =
        new PolicyInformation(new ASN1ObjectIdentifier(V1), new DERSequence(qualifiers));
    return row(
        "policy-qualifiers",
        change,
        t -> t.extension(Extension.certificatePolicies, false, new CertificatePolicies(own)));
  }

  private static PolicyQualifierInfo cps(String address) {
    return new PolicyQualifierInfo(PolicyQualifierId.id_qt_cps, new DERIA5String(address));
  }

  private static List<LintBench.Row> lists() {
    ASN1ObjectIdentifier id = Extension.cRLDistributionPoints;
    GeneralNames right = new GeneralNames(uri(HTTP + "pki/smime.crl"));
    DistributionPoint plain = point(right);
    return List.of(
        lists("https", SIGNING, point(new GeneralNames(uri("https://pki.vouchseal.test/a.crl")))),
        lists("ldap", SIGNING, point(new GeneralNames(uri("ldap://pki.vouchseal.test/cn=a")))),
        lists(
            "a directoryName",
            SIGNING,
            point(new GeneralNames(new GeneralName(new X500Name("CN=A"))))),
        lists(
            "two addresses",
            SIGNING,
            point(new GeneralNames(new GeneralName[] {uri(HTTP + "a.crl"), uri(HTTP + "b.crl")}))),
        lists("two points", SIGNING, plain, plain),
        lists(
            "some reasons only",
            SIGNING,
            new DistributionPoint(
                new DistributionPointName(right),
                new ReasonFlags(ReasonFlags.keyCompromise),
                null)),
        lists(
            "an indirect list",
            SIGNING,
            new DistributionPoint(
                new DistributionPointName(right),
                null,
                new GeneralNames(new GeneralName(new X500Name("CN=A"))))),
        lists(
            "the list of a shard", SIGNING, point(new GeneralNames(uri(HTTP + "pki/smime-3.crl")))),
        lists(
            "the list of the other CA",
            SIGNING,
            point(new GeneralNames(uri(HTTP + "pki/trust.crl")))),
        lists(
            "the list with a query",
            SIGNING,
            point(new GeneralNames(uri(HTTP + "pki/smime.crl?a")))),
        lists("the list of all for a shard", sharded(SIGNING, 3), plain),
        lists(
            "the list of another shard",
            sharded(SIGNING, 3),
            point(new GeneralNames(uri(HTTP + "pki/smime-33.crl")))),
        lists("in a responder", RESPONDER, plain),
        lists("in a root", ROOT, plain),
        row("crl-distribution-points", "critical", SIGNING, t -> t.critical(id, true)),
        row("crl-distribution-points", "missing", SIGNING, t -> t.drop(id)),
        row("crl-distribution-points", "missing in a CA", SMIME_CA, t -> t.drop(id)));
  }

  private static LintBench.Row lists(
      String change, CertificateContent content, DistributionPoint... points) {
    return row(
        "crl-distribution-points",
        change,
        content,
        t -> t.extension(Extension.cRLDistributionPoints, false, new CRLDistPoint(points)));
  }

  private static DistributionPoint point(GeneralNames names) {
    return new DistributionPoint(new DistributionPointName(names), null, null);
  }

  private static List<LintBench.Row> access() {
    ASN1ObjectIdentifier id = Extension.authorityInfoAccess;
    AccessDescription ocsp = ocsp(HTTP + "ocsp");
    AccessDescription issuer = issuer(HTTP + "pki/smime.cer");
    return List.of(
        access("no OCSP", SIGNING, issuer),
        access("no certificate of the CA", SIGNING, ocsp),
        access("OCSP twice", SIGNING, ocsp, ocsp, issuer),
        access("OCSP by https", SIGNING, ocsp("https://pki.vouchseal.test/ocsp"), issuer),
        access("certificate by https", SIGNING, ocsp, issuer("https://pki.vouchseal.test/a.cer")),
        access("OCSP of a CA whose issuer has no responder", SMIME_CA, ocsp, issuer),
        access("in a responder", RESPONDER, ocsp, issuer),
        access("in a root", ROOT, issuer),
        row("authority-information-access", "critical", SIGNING, t -> t.critical(id, true)),
        row("authority-information-access", "missing", SIGNING, t -> t.drop(id)));
  }

  private static LintBench.Row access(
      String change, CertificateContent content, AccessDescription... all) {
    Consumer<TbsParts> edit =
        t -> t.extension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(all));
    return row("authority-information-access", change, content, edit);
  }

  private static AccessDescription ocsp(String address) {
    return new AccessDescription(AccessDescription.id_ad_ocsp, uri(address));
  }

  private static AccessDescription issuer(String address) {
    return new AccessDescription(AccessDescription.id_ad_caIssuers, uri(address));
  }

  private static GeneralName uri(String address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, address);
  }

  @TestFactory
  Stream<DynamicTest> changedPolicyOrAddress_isFoundByItsRulesAlone() {
    return LintBench.tests(rows());
  }
}
