package org.vouchseal.issuing.lint;

import static org.vouchseal.issuing.lint.LintBench.CMP_SIGNER;
import static org.vouchseal.issuing.lint.LintBench.ENCRYPTION;
import static org.vouchseal.issuing.lint.LintBench.RESPONDER;
import static org.vouchseal.issuing.lint.LintBench.ROOT;
import static org.vouchseal.issuing.lint.LintBench.SIGNING;
import static org.vouchseal.issuing.lint.LintBench.SMIME_CA;
import static org.vouchseal.issuing.lint.LintBench.approved;
import static org.vouchseal.issuing.lint.LintBench.row;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.model.SerialNumber;

/** The fields outside the extensions: each row changes one, and exactly its rule speaks. */
class LintingChangedFieldsTest {

  static List<LintBench.Row> rows() {
    return Stream.of(numbers(), algorithms(), validity(), keys()).flatMap(List::stream).toList();
  }

  private static List<LintBench.Row> numbers() {
    return List.of(
        row("version-3", "another tag", t -> t.field(TbsParts.VERSION, version(1, 2))),
        row("readable", "version 2", t -> t.field(TbsParts.VERSION, version(0, 1))),
        approved("serial-form", "77", numbered(BigInteger.valueOf(77))),
        approved("serial-form", "first bits 00", numbered(BigInteger.ONE.shiftLeft(125))),
        approved("serial-form", "17 octets", numbered(BigInteger.ONE.shiftLeft(127))),
        row(
            "serial-form + as-approved",
            "negative",
            t -> t.field(TbsParts.SERIAL, new ASN1Integer(SIGNING.serial().value().negate()))),
        row(
            "as-approved",
            "another serial number",
            t ->
                t.field(
                    TbsParts.SERIAL,
                    new ASN1Integer(SIGNING.serial().value().add(BigInteger.ONE)))),
        row(
            "exact-der",
            "default FALSE written down",
            t -> t.explicitlyNotCritical(Extension.extendedKeyUsage)),
        row(
            "no-unique-ids",
            "issuerUniqueID",
            t -> t.append(new DERTaggedObject(false, 1, new DERBitString(new byte[] {1})))),
        row(
            "no-unique-ids",
            "subjectUniqueID",
            t -> t.append(new DERTaggedObject(false, 2, new DERBitString(new byte[] {1})))));
  }

  private static List<LintBench.Row> algorithms() {
    return List.of(
        row(
            "signature-identifier + as-approved",
            "SHA-1",
            t -> t.field(TbsParts.SIGNATURE, rsa("1.2.840.113549.1.1.5"))),
        row(
            "signature-identifier",
            "ECDSA with NULL parameters",
            t -> t.field(TbsParts.SIGNATURE, rsa("1.2.840.10045.4.3.2"))),
        approved(
            "signature-identifier",
            "SHA-384 by a P-256 key",
            LintBench.signedWith(SIGNING, SignatureAlgorithm.ECDSA_SHA384)),
        approved(
            "signature-identifier",
            "SHA-256 by a P-384 key",
            LintBench.signedWith(SMIME_CA, SignatureAlgorithm.ECDSA_SHA256)),
        approved(
            "signature-identifier",
            "SHA-256 by the root's own P-384 key",
            LintBench.signedWith(ROOT, SignatureAlgorithm.ECDSA_SHA256)),
        approved(
            "signature-identifier",
            "RSA by a P-256 key",
            LintBench.signedWith(SIGNING, SignatureAlgorithm.RSA_SHA256)),
        row("issuer-name", "another CA", t -> t.field(TbsParts.ISSUER, new X500Name("CN=Any"))),
        row(
            "issuer-name",
            "the same text in another string type",
            t -> t.field(TbsParts.ISSUER, printable("Vouchseal Test S/MIME CA"))),
        row(
            "issuer-name",
            "another name than its own",
            ROOT,
            t -> t.field(TbsParts.ISSUER, new X500Name("CN=Any"))));
  }

  private static List<LintBench.Row> validity() {
    Instant begin = SIGNING.validity().notBefore();
    Instant end = SIGNING.validity().notAfter();
    return List.of(
        row("validity-length", "a second more", t -> t.field(TbsParts.VALIDITY, one(end, 1))),
        row(
            "validity-length",
            "31 days of a responder",
            RESPONDER,
            t -> t.field(TbsParts.VALIDITY, one(begin.plus(Duration.ofDays(31)), 0))),
        row(
            "validity-length",
            "a service's second more",
            CMP_SIGNER,
            t -> t.field(TbsParts.VALIDITY, one(CMP_SIGNER.validity().notAfter(), 1))),
        row("validity-length", "ends before", t -> t.field(TbsParts.VALIDITY, one(begin, -1))),
        row(
            "validity-within-issuer",
            "begins before the CA",
            t ->
                t.field(
                    TbsParts.VALIDITY,
                    times(
                        new Time(Date.from(TestPki.BEGIN.minusSeconds(1))),
                        new Time(Date.from(TestPki.BEGIN.plus(Duration.ofDays(1))))))),
        row(
            "validity-within-issuer",
            "ends after the CA",
            t -> {
              Instant last = LintBench.PKI.issuer("smime").notAfter();
              t.field(
                  TbsParts.VALIDITY,
                  times(
                      new Time(Date.from(last.minus(Duration.ofDays(1)))),
                      new Time(Date.from(last.plusSeconds(1)))));
            }),
        row("time-encoding", "GeneralizedTime before 2050", t -> t.field(4, generalized(begin))),
        row("time-encoding", "without seconds", t -> t.field(4, utc("2601110000Z"))),
        row("time-encoding", "offset for Z", t -> t.field(4, utc("260111000000+0000"))));
  }

  private static List<LintBench.Row> keys() {
    return List.of(
        approved("key-kind", "P-521", signing(Keys.ec("secp521r1"))),
        approved("key-kind", "RSA with exponent 3", rsaKey(modulus(), BigInteger.valueOf(3))),
        approved(
            "key-kind", "RSA with another exponent", rsaKey(modulus(), BigInteger.valueOf(65539))),
        approved(
            "key-kind", "RSA with an even exponent", rsaKey(modulus(), new BigInteger("65538"))),
        approved(
            "key-kind",
            "RSA of 2050 bits",
            rsaKey(BigInteger.ONE.shiftLeft(2049).setBit(0), BigInteger.valueOf(65537))),
        approved(
            "key-kind",
            "RSA of 1024 bits",
            rsaKey(BigInteger.ONE.shiftLeft(1023).setBit(0), BigInteger.valueOf(65537))),
        row(
            "as-approved + subject-key-identifier",
            "the key of somebody else",
            t -> t.field(TbsParts.KEY, encoded(Keys.p256()))),
        row(
            "key-kind + key-usage + as-approved",
            "RSA without NULL",
            ENCRYPTION,
            t -> t.field(TbsParts.KEY, withoutNull())));
  }

  @TestFactory
  Stream<DynamicTest> changedField_isFoundByItsRuleAlone() {
    return LintBench.tests(rows());
  }

  private static CertificateContent numbered(BigInteger serial) {
    return LintBench.numbered(SIGNING, new SerialNumber(serial));
  }

  private static CertificateContent signing(KeyPair key) {
    return LintBench.endEntity("signing", key, SIGNING.subject(), LintBench.MAILBOX);
  }

  private static BigInteger modulus() {
    return ((java.security.interfaces.RSAPublicKey) LintBench.RSA.getPublic()).getModulus();
  }

  private static CertificateContent rsaKey(BigInteger modulus, BigInteger exponent) {
    try {
      byte[] spki =
          new org.bouncycastle.asn1.x509.SubjectPublicKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  new RSAPublicKey(modulus, exponent))
              .getEncoded("DER");
      return LintBench.withKey(SIGNING, spki);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ASN1Encodable version(int tag, int number) {
    return new DERTaggedObject(true, tag, new ASN1Integer(number));
  }

  private static AlgorithmIdentifier rsa(String oid) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE);
  }

  private static X500Name printable(String text) {
    return new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERPrintableString(text))});
  }

  /** From the beginning of the right one to so many seconds after a moment. */
  private static ASN1Encodable one(Instant end, long seconds) {
    return times(
        new Time(Date.from(SIGNING.validity().notBefore())),
        new Time(Date.from(end.plusSeconds(seconds))));
  }

  private static ASN1Encodable generalized(Instant begin) {
    return times(
        new ASN1GeneralizedTime(Date.from(begin)),
        new Time(Date.from(SIGNING.validity().notAfter())));
  }

  /** A UTCTime with that text, however it is written. */
  private static ASN1Encodable utc(String text) {
    try {
      byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
      byte[] der = new byte[2 + characters.length];
      der[0] = 0x17;
      der[1] = (byte) characters.length;
      System.arraycopy(characters, 0, der, 2, characters.length);
      return times(
          ASN1Primitive.fromByteArray(der), new Time(Date.from(SIGNING.validity().notAfter())));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ASN1Encodable times(ASN1Encodable begin, ASN1Encodable end) {
    return new DERSequence(new ASN1Encodable[] {begin, end});
  }

  private static ASN1Encodable encoded(KeyPair pair) {
    return ASN1Sequence.getInstance(pair.getPublic().getEncoded());
  }

  private static ASN1Encodable withoutNull() {
    ASN1Sequence right = ASN1Sequence.getInstance(ENCRYPTION.subjectPublicKeyInfo());
    ASN1Sequence algorithm = ASN1Sequence.getInstance(right.getObjectAt(0));
    return new DERSequence(
        new ASN1Encodable[] {new DERSequence(algorithm.getObjectAt(0)), right.getObjectAt(1)});
  }
}
