package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.OpenSsl;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;

class PublishingListsTest {

  private final TestCore test = new TestCore();

  @Test
  void firstRun_publishesEmptyListsOfBothCas() throws Exception {
    assertThat(results()).containsExactly(Result.PUBLISHED, Result.PUBLISHED);
    assertThat(results()).containsExactly(Result.NOT_DUE, Result.NOT_DUE);
    for (String issuer : List.of("smime", "trust")) {
      X509CRL crl = PublishedLists.crl(issuer);
      assertThat(crl.getRevokedCertificates()).isNull();
      assertThat(crl.getThisUpdate().toInstant()).isEqualTo(test.clock().instant());
      assertThat(crl.getNextUpdate().toInstant())
          .isEqualTo(test.clock().instant().plus(Duration.ofDays(7)));
      assertThat(crl.getNonCriticalExtensionOIDs())
          .containsExactlyInAnyOrder("2.5.29.20", "2.5.29.35");
      assertThat(crl.getCriticalExtensionOIDs()).isNullOrEmpty();
      assertThat(PublishedLists.number(issuer)).isEqualTo(test.clock().instant().toEpochMilli());
    }
    assertThat(test.halts())
        .containsExactly("crl.before-publish", "crl.after", "crl.before-publish", "crl.after");
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void revocation_isPublishedAtOnce(@TempDir Path folder) throws Exception {
    assertThat(results()).contains(Result.PUBLISHED);
    SignedCertificate compromised = issued("tx-1");
    SignedCertificate plain = issued("tx-2");
    revoke(compromised, RevocationReason.KEY_COMPROMISE);
    revoke(plain, RevocationReason.UNSPECIFIED);

    long before = PublishedLists.number("smime");
    List<Result> results = results();
    assertThat(results).containsExactlyInAnyOrder(Result.PUBLISHED, Result.NOT_DUE);
    assertThat(PublishedLists.number("smime")).isEqualTo(before + 1);
    X509CRL crl = PublishedLists.crl("smime");
    assertThat(crl.getRevokedCertificates()).hasSize(2);
    assertThat(crl.getRevokedCertificate(compromised.serial().value()).getRevocationReason())
        .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
    assertThat(crl.getRevokedCertificate(plain.serial().value()).hasExtensions()).isFalse();

    String root = OpenSsl.pem(folder, "root.pem", "CERTIFICATE", test.pki().certificate("root"));
    String ca = OpenSsl.pem(folder, "ca.pem", "CERTIFICATE", test.pki().certificate("smime"));
    String list = OpenSsl.pem(folder, "list.pem", "X509 CRL", PublishedLists.bytes("smime"));
    String good = OpenSsl.pem(folder, "good.pem", "CERTIFICATE", issued("tx-3").der());
    String bad = OpenSsl.pem(folder, "bad.pem", "CERTIFICATE", compromised.der());
    String at = Long.toString(test.clock().instant().getEpochSecond());
    String[] verify = {
      "verify",
      "-x509_strict",
      "-crl_check",
      "-attime",
      at,
      "-purpose",
      "smimesign",
      "-CRLfile",
      list,
      "-CAfile",
      root,
      "-untrusted",
      ca
    };
    assertThat(OpenSsl.run(with(verify, good)).exit()).isZero();
    assertThat(OpenSsl.run(with(verify, bad)).output()).contains("certificate revoked");
    assertThat(OpenSsl.run("crl", "-in", list, "-CAfile", ca, "-noout").output())
        .contains("verify OK");
    assertThat(test.violations()).isEmpty();
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void dayOldList_isReplaced() {
    assertThat(results()).contains(Result.PUBLISHED);
    test.clock().advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(results()).containsOnly(Result.NOT_DUE);
    test.clock().advance(Duration.ofSeconds(1));
    assertThat(results()).containsOnly(Result.PUBLISHED);
  }

  @Test
  void clockThatFellBack_doesNotLowerTheNumber() throws Exception {
    assertThat(results()).contains(Result.PUBLISHED);
    long before = PublishedLists.number("smime");
    test.clock().advance(Duration.ofHours(-2));
    revoke(issued("tx-1"), RevocationReason.SUPERSEDED);
    assertThat(results()).contains(Result.PUBLISHED);
    assertThat(PublishedLists.number("smime")).isEqualTo(before + 1);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void droppedRevocation_blocksPublishing() throws Exception {
    SignedCertificate revoked = issued("tx-1");
    revoke(revoked, RevocationReason.KEY_COMPROMISE);
    assertThat(results()).containsOnly(Result.PUBLISHED);
    long before = PublishedLists.number("smime");
    test.asOwner("DELETE FROM revocation");
    test.clock().advance(Duration.ofHours(24));
    assertThat(results()).containsExactlyInAnyOrder(Result.BLOCKED, Result.PUBLISHED);
    assertThat(PublishedLists.number("smime")).isEqualTo(before);
    assertThat(PublishedLists.crl("smime").getRevokedCertificate(revoked.serial().value()))
        .isNotNull();
    assertThat(results()).containsOnly(Result.NOT_DUE);
  }

  @Test
  void entry_leavesOnlyAfterAListBeyondItsExpiry() throws Exception {
    SignedCertificate revoked = issued("tx-1");
    revoke(revoked, RevocationReason.KEY_COMPROMISE);
    assertThat(results()).containsOnly(Result.PUBLISHED);
    test.clock().advance(Duration.ofDays(731));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    assertThat(PublishedLists.crl("smime").getRevokedCertificate(revoked.serial().value()))
        .isNotNull();
    test.clock().advance(Duration.ofDays(1));
    assertThat(results()).containsOnly(Result.PUBLISHED);
    assertThat(PublishedLists.crl("smime").getRevokedCertificates()).isNull();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void otherNodeWithTheLease_publishesAlone() {
    IssuingCore other = test.assemble("node-2");
    assertThat(results()).containsOnly(Result.PUBLISHED);
    revoke(issued("tx-1"), RevocationReason.SUPERSEDED);
    assertThat(other.crls().run()).extracting(CrlRun::result).contains(Result.HELD_ELSEWHERE);
    test.clock().advance(Duration.ofMinutes(2));
    assertThat(other.crls().run()).extracting(CrlRun::result).contains(Result.PUBLISHED);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void listOfManyEntries_isPublishedInParts() throws Exception {
    int many = 30_000;
    test.asOwner(
        "INSERT INTO revocation (issuer, serial, revoked_at, reason, not_after, actor)"
            + " SELECT 'smime', UNHEX(CONCAT('40', LPAD(HEX(seq), 30, '0'))),"
            + " '2026-02-01 00:00:00', seq % 2, '2028-01-01 00:00:00', 'test' FROM seq_1_to_"
            + many);
    assertThat(results()).containsOnly(Result.PUBLISHED);
    X509CRL crl = PublishedLists.crl("smime");
    assertThat(crl.getRevokedCertificates()).hasSize(many);
    crl.verify(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(test.pki().certificate("smime")))
            .getPublicKey());
    BigInteger last = new BigInteger("40" + String.format("%030x", many), 16);
    assertThat(crl.getRevokedCertificate(last).getRevocationDate())
        .isEqualTo(Date.from(Instant.parse("2026-02-01T00:00:00Z")));
    assertThat(test.count("crl_part WHERE issuer = 'smime'")).isGreaterThan(1);
    test.clock().advance(Duration.ofHours(24));
    assertThat(results()).containsOnly(Result.PUBLISHED);
  }

  @Test
  void partsOfOldLists_areRemoved() {
    for (int day = 0; day < 13; day++) {
      assertThat(results()).containsOnly(Result.PUBLISHED);
      test.clock().advance(Duration.ofHours(24));
    }
    assertThat(test.count("crl")).isEqualTo(26);
    assertThat(test.count("crl_part")).isEqualTo(20);
    assertThat(test.violations()).isEmpty();
  }

  private List<Result> results() {
    return test.core().crls().run().stream().map(CrlRun::result).toList();
  }

  private SignedCertificate issued(String key) {
    return test.issued(test.signingRequest(key, Keys.p256().getPublic().getEncoded()));
  }

  private void revoke(SignedCertificate certificate, RevocationReason reason) {
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction("smime", certificate.serial(), reason, "ra:main"));
  }
}
