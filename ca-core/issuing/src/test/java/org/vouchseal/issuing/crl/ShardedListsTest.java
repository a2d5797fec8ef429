package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.RecordedPlan;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.testdatabase.TestDatabase;

/** Certificates that are spread among several lists, and keep theirs when the number changes. */
class ShardedListsTest {

  private static final int SHARDS = 4;

  private final TestCore test = new TestCore();
  private final IssuingCore spreading = test.assemble("node-1", SHARDS);
  private int requests;

  @Test
  void listsOfAllShards_areThereBeforeTheCertificates() throws Exception {
    assertThat(spreading.crls().run())
        .extracting(CrlRun::list)
        .containsExactlyInAnyOrder("trust", "smime", "smime-1", "smime-2", "smime-3", "smime-4");
    assertThat(spreading.crls().run()).extracting(CrlRun::result).containsOnly(Result.NOT_DUE);
    for (int shard = 1; shard <= SHARDS; shard++) {
      X509CRL list = PublishedLists.crl("smime-" + shard);
      assertThat(list.getCriticalExtensionOIDs()).containsExactly("2.5.29.28");
      assertThat(list.getNonCriticalExtensionOIDs())
          .containsExactlyInAnyOrder("2.5.29.20", "2.5.29.35");
    }
    assertThat(PublishedLists.crl("smime").getCriticalExtensionOIDs()).isNullOrEmpty();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void certificate_namesItsListOctetByOctet() throws Exception {
    publish(spreading);
    Set<String> named = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      SignedCertificate certificate = issued(spreading);
      DistributionPoint[] points =
          CRLDistPoint.getInstance(
                  new X509CertificateHolder(certificate.der())
                      .getExtension(Extension.cRLDistributionPoints)
                      .getParsedValue())
              .getDistributionPoints();
      assertThat(points).hasSize(1);
      assertThat(points[0].getReasons()).isNull();
      assertThat(points[0].getCRLIssuer()).isNull();
      IssuingDistributionPoint scope =
          IssuingDistributionPoint.getInstance(
              new X509CRLHolder(PublishedLists.bytes(list(certificate)))
                  .getExtension(Extension.issuingDistributionPoint)
                  .getParsedValue());
      assertThat(scope.getDistributionPoint().getEncoded(ASN1Encoding.DER))
          .isEqualTo(points[0].getDistributionPoint().getEncoded(ASN1Encoding.DER));
      assertThat(scope.getOnlySomeReasons()).isNull();
      assertThat(scope.isIndirectCRL()).isFalse();
      assertThat(scope.onlyContainsCACerts()).isFalse();
      named.add(list(certificate));
    }
    assertThat(named).containsExactly("smime-1", "smime-2", "smime-3", "smime-4");
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void revoked_isOnItsListAtOnceAndOnTheListOfAllWithinAnHour() throws Exception {
    publish(spreading);
    SignedCertificate revoked = issued(spreading);
    revoke(revoked);

    assertThat(published(spreading)).containsExactly(list(revoked));
    assertThat(isOn(list(revoked), revoked)).isTrue();
    for (int shard = 1; shard <= SHARDS; shard++) {
      assertThat(isOn("smime-" + shard, revoked)).isEqualTo(list(revoked).endsWith("-" + shard));
    }
    test.clock().advance(Duration.ofMinutes(59));
    assertThat(published(spreading)).isEmpty();
    test.clock().advance(Duration.ofMinutes(1));
    assertThat(published(spreading)).containsExactly("smime");
    assertThat(isOn("smime", revoked)).as("the list of all names all").isTrue();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void listsMadeAtTheSameTime_eachNameTheirOwn() throws Exception {
    SignedCertificate one = issuedOn("smime-1");
    SignedCertificate two = issuedOn("smime-2");
    revoke(one);
    revoke(two);
    publish(spreading);

    assertThat(isOn("smime-1", one)).isTrue();
    assertThat(isOn("smime-1", two)).isFalse();
    assertThat(isOn("smime-2", one)).isFalse();
    assertThat(isOn("smime-2", two)).isTrue();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void revocationOfAnotherCertificate_bringsTheListOfAllUpToDate() throws Exception {
    SignedCertificate before = issued(test.core());
    publish(spreading);
    SignedCertificate sharded = issued(spreading);
    revoke(sharded);
    revoke(before);
    assertThat(published(spreading)).containsExactlyInAnyOrder("smime", list(sharded));
    assertThat(isOn("smime", before)).isTrue();
    assertThat(isOn("smime", sharded)).isTrue();
    assertThat(published(spreading)).isEmpty();
  }

  @Test
  void issuedBeforeTheShards_isRevokedOnTheListOfAll() throws Exception {
    SignedCertificate before = issued(test.core());
    assertThat(list(before)).isEqualTo("smime");
    publish(spreading);
    revoke(before);
    assertThat(published(spreading)).containsExactly("smime");
    assertThat(isOn("smime", before)).isTrue();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void fewerShardsLater_everyCertificateStaysOnItsList() throws Exception {
    publish(spreading);
    SignedCertificate last = issuedOn("smime-4");
    for (int fewer : new int[] {2, 1}) {
      IssuingCore changed = test.assemble("node-1", fewer);
      test.clock().advance(Duration.ofDays(1));
      assertThat(published(changed))
          .containsExactlyInAnyOrder("trust", "smime", "smime-1", "smime-2", "smime-3", "smime-4");
    }
    IssuingCore without = test.assemble("node-1", 1);
    assertThat(list(issued(without))).isEqualTo("smime");
    revoke(last);
    assertThat(published(without)).containsExactly("smime-4");
    assertThat(isOn("smime-4", last)).isTrue();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void shardsTakenBackBeforeTheirFirstList_haveTheirListsAllTheSame() throws Exception {
    SignedCertificate last = issuedOn("smime-4");
    revoke(last);
    publish(test.assemble("node-1", 1));
    assertThat(isOn("smime-4", last)).isTrue();
  }

  @Test
  void planRepeatedAfterTheNumberChanged_keepsItsList() {
    byte[] spki = Keys.p256().getPublic().getEncoded();
    RecordedPlan first = test.recorded(spreading, test.signingRequest("tx", spki));
    for (int other : new int[] {1, 3, 250}) {
      RecordedPlan again =
          test.recorded(test.assemble("node-2", other), test.signingRequest("tx", spki));
      assertThat(again.serial()).isEqualTo(first.serial());
    }
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void rowThatNamesAListWhichCannotBe_isFoundAndHoldsUpNoOther() throws Exception {
    SignedCertificate unused = issued(spreading);
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE issuance_plan SET crl_shard = 257");
    }
    List<CrlRun> runs = spreading.crls().run();
    assertThat(runs).extracting(CrlRun::result).containsOnly(Result.PUBLISHED);
    assertThat(runs).extracting(CrlRun::list).contains("smime", "smime-256").hasSize(258);
    assertThat(test.violations()).isNotEmpty();
  }

  @Test
  void strangers_judgeByTheListThatTheCertificateNames(@TempDir Path folder) throws Exception {
    SignedCertificate good = issued(spreading);
    SignedCertificate bad = issuedOn(list(good));
    revoke(bad);
    publish(spreading);
    byte[] own = PublishedLists.bytes(list(good));
    byte[] other = PublishedLists.bytes(list(good).equals("smime-1") ? "smime-2" : "smime-1");
    byte[] all = PublishedLists.bytes("smime");
    ShardJudges judges =
        new ShardJudges(test.pki(), folder, test.clock().instant().plusSeconds(60));

    assertThat(judges.openssl(good.der(), own)).endsWith("certificate.pem: OK\n");
    assertThat(judges.openssl(bad.der(), own)).contains("certificate revoked");
    assertThat(judges.openssl(bad.der(), all)).contains("certificate revoked");
    assertThat(judges.openssl(bad.der(), other)).contains("ifferent CRL scope");
    assertThat(judges.java(good.der(), own)).isEqualTo("VALID");
    assertThat(judges.java(bad.der(), own)).isEqualTo("REVOKED");
    assertThat(judges.java(bad.der(), all)).isEqualTo("REVOKED");
    assertThat(judges.java(good.der(), other)).isEqualTo("UNDETERMINED_REVOCATION_STATUS");
  }

  private void publish(IssuingCore node) {
    assertThat(node.crls().run())
        .extracting(CrlRun::result)
        .isSubsetOf(Result.PUBLISHED, Result.NOT_DUE);
  }

  private static List<String> published(IssuingCore node) {
    return node.crls().run().stream()
        .filter(run -> run.result() == Result.PUBLISHED)
        .map(CrlRun::list)
        .toList();
  }

  private SignedCertificate issuedOn(String list) throws Exception {
    List<String> others = new ArrayList<>();
    while (others.size() < 200) {
      SignedCertificate certificate = issued(spreading);
      if (list(certificate).equals(list)) {
        return certificate;
      }
      others.add(list(certificate));
    }
    throw new AssertionError(others.toString());
  }

  private SignedCertificate issued(IssuingCore node) {
    requests++;
    return test.issued(
        node, test.signingRequest("tx-" + requests, Keys.p256().getPublic().getEncoded()));
  }

  /** The name of the list that a certificate names. */
  private static String list(SignedCertificate certificate) throws Exception {
    CRLDistPoint points =
        CRLDistPoint.getInstance(
            new X509CertificateHolder(certificate.der())
                .getExtension(Extension.cRLDistributionPoints)
                .getParsedValue());
    String text = points.toString();
    return text.substring(text.indexOf("/pki/") + 5, text.indexOf(".crl"));
  }

  private static boolean isOn(String list, SignedCertificate certificate) throws Exception {
    return PublishedLists.crl(list).getRevokedCertificate(certificate.serial().value()) != null;
  }

  private void revoke(SignedCertificate certificate) {
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", certificate.serial(), RevocationReason.KEY_COMPROMISE, "ra:main"));
  }
}
