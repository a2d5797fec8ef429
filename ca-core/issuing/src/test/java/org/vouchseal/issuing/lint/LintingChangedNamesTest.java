package org.vouchseal.issuing.lint;

import static org.vouchseal.issuing.lint.LintBench.CMP_SIGNER;
import static org.vouchseal.issuing.lint.LintBench.MAILBOX;
import static org.vouchseal.issuing.lint.LintBench.NAMELESS;
import static org.vouchseal.issuing.lint.LintBench.approved;
import static org.vouchseal.issuing.lint.LintBench.row;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;

/** Subject and subjectAltName: each row changes one name, and exactly its rules speak. */
class LintingChangedNamesTest {

  private static final String ASCII = MAILBOX.address();
  private static final String UNICODE = "zoë@example.org";
  private static final GeneralName RIGHT = rfc822(ASCII);
  private static final SubjectName SERIAL =
      new SubjectName(List.of(new Attribute(AttributeType.SERIAL_NUMBER, "A-17")));

  static List<LintBench.Row> rows() {
    return Stream.of(encoding(), approvals(), kinds(), forms()).flatMap(List::stream).toList();
  }

  /** What only the bytes can say: no SubjectName can hold it, so nobody approved it either. */
  private static List<LintBench.Row> encoding() {
    return List.of(
        badSubject("organizationalUnitName", subject(BCStyle.OU, utf8("Sales"))),
        badSubject("emailAddress", subject(BCStyle.EmailAddress, new DERIA5String(ASCII))),
        badSubject("streetAddress", subject(BCStyle.STREET, utf8("Any street 1"))),
        badSubject("postalCode", subject(BCStyle.POSTAL_CODE, utf8("53111"))),
        badSubject("domainComponent", subject(BCStyle.DC, new DERIA5String("example"))),
        badSubject("TeletexString", subject(BCStyle.CN, new DERT61String(ASCII))),
        badSubject("CN as PrintableString", subject(BCStyle.CN, new DERPrintableString("alice"))),
        badSubject("C as UTF8String", subject(BCStyle.C, utf8("DE"))),
        badSubject(
            "an RDN of two attributes",
            new X500Name(
                new RDN[] {
                  new RDN(
                      new AttributeTypeAndValue[] {
                        new AttributeTypeAndValue(BCStyle.CN, utf8(ASCII)),
                        new AttributeTypeAndValue(BCStyle.SERIALNUMBER, new DERPrintableString("1"))
                      })
                })));
  }

  private static LintBench.Row badSubject(String change, X500Name subject) {
    return row("subject-encoding + as-approved", change, t -> t.field(TbsParts.SUBJECT, subject));
  }

  private static List<LintBench.Row> approvals() {
    return List.of(
        approved(
            "subject-attributes",
            "CN that is no mailbox of the certificate",
            signing(SubjectName.commonName("bob@example.org"), MAILBOX)),
        approved(
            "subject-attributes",
            "CN of 65 characters",
            signing(
                SubjectName.commonName("a".repeat(53) + "@example.org"),
                Mailbox.parse("a".repeat(53) + "@example.org"))),
        row(
            "as-approved",
            "a right subject that nobody approved",
            t -> t.field(TbsParts.SUBJECT, subject(BCStyle.SERIALNUMBER, printable("A-17")))),
        row("as-approved", "a mailbox more", names(RIGHT, rfc822("bob@example.org"))),
        row(
            "as-approved + subject-attributes",
            "another mailbox",
            names(rfc822("bob@example.org"))),
        row("as-approved", "another mailbox below no name", NAMELESS, bobAlone()),
        row(
            "alternative-name-criticality + as-approved",
            "subject left out",
            t -> t.field(TbsParts.SUBJECT, new X500Name(new RDN[0]))));
  }

  private static List<LintBench.Row> kinds() {
    return List.of(
        row(
            "alternative-name-presence + as-approved + subject-attributes",
            "no subjectAltName",
            t -> t.drop(Extension.subjectAlternativeName)),
        approved("alternative-name-presence", "no mailbox was approved", signing(SERIAL)),
        row(
            "alternative-name-presence + alternative-name-kinds",
            "a service with a directoryName",
            CMP_SIGNER,
            names(new GeneralName(new X500Name("CN=A")))),
        row("alternative-name-kinds", "dNSName", names(RIGHT, new GeneralName(2, "example.org"))),
        row("alternative-name-kinds", "URI", names(RIGHT, new GeneralName(6, "http://a.example"))),
        row("alternative-name-kinds", "iPAddress", names(RIGHT, new GeneralName(7, "192.0.2.1"))),
        row("alternative-name-kinds", "registeredID", names(RIGHT, new GeneralName(8, "1.2.3"))),
        row(
            "alternative-name-kinds",
            "directoryName that nobody validated",
            names(RIGHT, new GeneralName(new X500Name("CN=Alice")))),
        row(
            "alternative-name-kinds",
            "otherName of another kind",
            names(RIGHT, other("1.3.6.1.4.1.311.20.2.3", utf8(ASCII)))),
        row(
            "alternative-name-kinds",
            "SmtpUTF8Mailbox as IA5String",
            names(RIGHT, other("1.3.6.1.5.5.7.8.9", new DERIA5String(ASCII)))),
        row(
            "alternative-name-criticality",
            "critical beside a subject",
            t -> t.critical(Extension.subjectAlternativeName, true)),
        row(
            "alternative-name-criticality",
            "not critical below no subject",
            NAMELESS,
            t -> t.critical(Extension.subjectAlternativeName, false)),
        approved(
            "alternative-name-criticality + alternative-name-presence",
            "neither names nor subject",
            signing(SubjectName.EMPTY)));
  }

  private static List<LintBench.Row> forms() {
    return List.of(
        row("mailbox-form + as-approved", "domain in capitals", names(rfc822("alice@EXAMPLE.org"))),
        row("mailbox-form", "an ASCII mailbox as SmtpUTF8Mailbox", names(smtpUtf8(ASCII))),
        row(
            "mailbox-form",
            "a mailbox beyond ASCII as rfc822Name",
            signing(SubjectName.EMPTY, Mailbox.parse(UNICODE)),
            t ->
                t.extension(
                    Extension.subjectAlternativeName,
                    true,
                    new GeneralNames(
                        new GeneralName(
                            GeneralName.rfc822Name, new DERIA5String(UNICODE, false))))),
        row("mailbox-form + as-approved", "twice", names(RIGHT, RIGHT)),
        row("mailbox-form + as-approved", "no mailbox", names(RIGHT, rfc822("alice"))),
        row(
            "mailbox-form + as-approved",
            "with a display name",
            names(RIGHT, rfc822("Al <al@example.org>"))));
  }

  @TestFactory
  Stream<DynamicTest> changedName_isFoundByItsRulesAlone() {
    return LintBench.tests(rows());
  }

  private static CertificateContent signing(SubjectName subject, Mailbox... mailboxes) {
    return LintBench.endEntity("signing", LintBench.EC, subject, mailboxes);
  }

  private static Consumer<TbsParts> bobAlone() {
    return t ->
        t.extension(
            Extension.subjectAlternativeName, true, new GeneralNames(rfc822("bob@example.org")));
  }

  private static Consumer<TbsParts> names(GeneralName... names) {
    return t -> t.extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  private static GeneralName rfc822(String text) {
    return new GeneralName(GeneralName.rfc822Name, text);
  }

  private static GeneralName smtpUtf8(String text) {
    return other("1.3.6.1.5.5.7.8.9", utf8(text));
  }

  private static GeneralName other(String oid, ASN1Encodable value) {
    return new GeneralName(
        GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier(oid), value));
  }

  private static X500Name subject(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new X500Name(new RDN[] {new RDN(type, value)});
  }

  private static ASN1Encodable utf8(String text) {
    return new DERUTF8String(text);
  }

  private static ASN1Encodable printable(String text) {
    return new DERPrintableString(text);
  }
}
