package org.vouchseal.issuing.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;

/** Right certificates of several kinds, and rows that change one field of one of them. */
final class LintBench {

  static final TestPki PKI = TestPki.create();
  static final Mailbox MAILBOX = Mailbox.parse("alice@example.org");
  static final KeyPair EC = Keys.p256();
  static final KeyPair RSA = Keys.rsa(2048);
  static final TbsComposer COMPOSER = new TbsComposer(new CertificateAddresses(TestPki.PUBLIC_URL));

  static final CertificateContent SIGNING =
      endEntity("signing", EC, SubjectName.commonName(MAILBOX.address()), MAILBOX);
  static final CertificateContent NAMELESS = endEntity("signing", EC, SubjectName.EMPTY, MAILBOX);
  static final CertificateContent ENCRYPTION =
      endEntity("encryption", RSA, SubjectName.commonName(MAILBOX.address()), MAILBOX);
  static final CertificateContent AGREEMENT =
      endEntity("encryption", EC, SubjectName.commonName(MAILBOX.address()), MAILBOX);
  static final CertificateContent RESPONDER =
      service(CertificateProfiles.OCSP_RESPONDER, "smime", Duration.ofDays(30));
  static final CertificateContent CMP_SIGNER =
      service(CertificateProfiles.CMP_SIGNER, "trust", Duration.ofDays(1096));
  static final CertificateContent KGA =
      service(CertificateProfiles.KGA, "trust", Duration.ofDays(1096));
  static final CertificateContent SMIME_CA =
      service(CertificateProfiles.SMIME_CA, "root", Duration.ofDays(5479));
  static final CertificateContent TRUST_CA =
      service(CertificateProfiles.TRUST_CA, "root", Duration.ofDays(5479));
  static final CertificateContent ROOT = root();

  static final List<CertificateContent> ALL =
      List.of(
          SIGNING,
          NAMELESS,
          ENCRYPTION,
          AGREEMENT,
          RESPONDER,
          CMP_SIGNER,
          KGA,
          SMIME_CA,
          TRUST_CA,
          ROOT);

  private LintBench() {}

  /**
   * One change.
   *
   * @param rules all the rules that must speak, and no other may
   */
  record Row(
      List<String> rules, String change, CertificateContent content, Consumer<TbsParts> edit) {}

  static Row row(String rule, String change, Consumer<TbsParts> edit) {
    return row(rule, change, SIGNING, edit);
  }

  /**
   * A row.
   *
   * @param rules names joined by " + ": names or keys that nobody approved break as-approved as
   *     well
   */
  static Row row(String rules, String change, CertificateContent content, Consumer<TbsParts> edit) {
    return new Row(List.of(rules.split(" \\+ ")), change, content, edit);
  }

  /** A row whose wrong content was approved, so that composing it is the change. */
  static Row approved(String rule, String change, CertificateContent content) {
    return row(rule, change, content, unchanged -> {});
  }

  static Stream<DynamicTest> tests(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    String.join(" + ", row.rules()) + ": " + row.change(), () -> check(row)));
  }

  private static void check(Row row) {
    TbsParts parts = new TbsParts(COMPOSER.compose(row.content(), false));
    row.edit().accept(parts);
    List<Finding> findings = Linter.judge(parts.der(), row.content(), false);
    assertThat(findings.stream().map(Finding::rule))
        .as(findings.toString())
        .containsExactlyInAnyOrderElementsOf(row.rules());
  }

  static CertificateContent endEntity(
      String profile, KeyPair key, SubjectName subject, Mailbox... mailboxes) {
    return endEntity(profile, key, AssuranceTier.V1, subject, mailboxes);
  }

  static CertificateContent endEntity(
      String profile, KeyPair key, AssuranceTier tier, SubjectName subject, Mailbox... mailboxes) {
    return new CertificateContent(
        CertificateProfiles.standard().get(new ProfileName(profile)),
        Optional.of(PKI.issuer("smime")),
        SerialNumber.ofHex("40112233445566778899aabbccddeeff"),
        SignatureAlgorithm.ECDSA_SHA256,
        period(Duration.ofDays(730)),
        subject,
        List.of(mailboxes),
        Optional.of(tier),
        key.getPublic().getEncoded());
  }

  /** The same on the list of a shard. */
  static CertificateContent sharded(CertificateContent base, int shard) {
    return new CertificateContent(
        base.profile(),
        base.issuer(),
        base.serial(),
        base.signature(),
        base.validity(),
        base.subject(),
        base.mailboxes(),
        base.tier(),
        base.subjectPublicKeyInfo(),
        shard);
  }

  /** The same with another serial number. */
  static CertificateContent numbered(CertificateContent base, SerialNumber serial) {
    return new CertificateContent(
        base.profile(),
        base.issuer(),
        serial,
        base.signature(),
        base.validity(),
        base.subject(),
        base.mailboxes(),
        base.tier(),
        base.subjectPublicKeyInfo());
  }

  /** The same under another algorithm of the CA. */
  static CertificateContent signedWith(CertificateContent base, SignatureAlgorithm algorithm) {
    return new CertificateContent(
        base.profile(),
        base.issuer(),
        base.serial(),
        algorithm,
        base.validity(),
        base.subject(),
        base.mailboxes(),
        base.tier(),
        base.subjectPublicKeyInfo());
  }

  /** The same for another key. */
  static CertificateContent withKey(CertificateContent base, byte[] subjectPublicKeyInfo) {
    return new CertificateContent(
        base.profile(),
        base.issuer(),
        base.serial(),
        base.signature(),
        base.validity(),
        base.subject(),
        base.mailboxes(),
        base.tier(),
        subjectPublicKeyInfo);
  }

  private static CertificateContent service(ProfileName profile, String issuer, Duration life) {
    return new CertificateContent(
        CertificateProfiles.standard().get(profile),
        Optional.of(PKI.issuer(issuer)),
        SerialNumber.ofHex("40112233445566778899aabbccddeeff"),
        issuer.equals("root") ? SignatureAlgorithm.ECDSA_SHA384 : SignatureAlgorithm.ECDSA_SHA256,
        period(life),
        SubjectName.commonName("Service"),
        List.of(),
        Optional.empty(),
        EC.getPublic().getEncoded());
  }

  private static CertificateContent root() {
    return new CertificateContent(
        CertificateProfiles.standard().get(CertificateProfiles.ROOT_CA),
        Optional.empty(),
        SerialNumber.ofHex("40112233445566778899aabbccddeeff"),
        SignatureAlgorithm.ECDSA_SHA384,
        period(Duration.ofDays(9131)),
        SubjectName.commonName("Root"),
        List.of(),
        Optional.empty(),
        Keys.p384().getPublic().getEncoded());
  }

  static ValidityPeriod period(Duration length) {
    Instant begin = TestPki.BEGIN.plus(Duration.ofDays(10));
    return new ValidityPeriod(begin, begin.plus(length).minusSeconds(1));
  }
}
