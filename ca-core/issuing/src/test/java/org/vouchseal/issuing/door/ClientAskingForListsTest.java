package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.issuing.door.Questions.genm;
import static org.vouchseal.issuing.door.Questions.idIt;
import static org.vouchseal.issuing.door.Questions.sequence;
import static org.vouchseal.issuing.door.Questions.told;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.CRLSource;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.model.Sha256;

/** currentCRL and crlStatusList: the octets that are published, and only what is newer. */
class ClientAskingForListsTest extends OneIssuing {

  private Applicant anna;

  @BeforeEach
  void applicant() {
    anna = Applicant.of(issuing, "anna@example.org");
  }

  private void publish() {
    issuing.clock.advance(Duration.ofSeconds(2));
    var unusedRuns = issuing.core.crls().run();
  }

  private X500Name name(String issuer) {
    return Certificate.getInstance(issuing.pki.directory.certificate(issuer)).getSubject();
  }

  private static GeneralNames address(String file) {
    return new GeneralNames(
        new GeneralName(
            GeneralName.uniformResourceIdentifier, "http://localhost:8080/pki/" + file));
  }

  private CRLSource named(String issuer) {
    return new CRLSource(null, new GeneralNames(new GeneralName(name(issuer))));
  }

  private static CRLSource at(GeneralNames names) {
    return new CRLSource(new DistributionPointName(names), null);
  }

  private static CRLStatus status(CRLSource source, Instant known) {
    return new CRLStatus(source, known == null ? null : new Time(Date.from(known)));
  }

  private Applicant.Answer ask(CRLStatus... wishes) {
    return anna.send("/getcrls", anna.mac(genm(anna, idIt(22), sequence(wishes))));
  }

  private static DistributionPointName pointOf(X509CertificateHolder certificate) {
    return CRLDistPoint.getInstance(
            certificate.getExtension(Extension.cRLDistributionPoints).getParsedValue())
        .getDistributionPoints()[0]
        .getDistributionPoint();
  }

  private List<X509CRL> askFor(Applicant client, CRLSource source) throws Exception {
    return lists(
        client.send(
            "/getcrls", client.signed(genm(client, idIt(22), sequence(status(source, null))))));
  }

  private List<X509CRL> lists(Applicant.Answer answer) throws Exception {
    InfoTypeAndValue told = told(answer);
    assertThat(told.getInfoType()).isEqualTo(idIt(23));
    List<X509CRL> lists = new ArrayList<>();
    if (told.getInfoValue() != null) {
      for (ASN1Encodable list : ASN1Sequence.getInstance(told.getInfoValue())) {
        lists.add(crl(der(list)));
      }
    }
    return lists;
  }

  private static byte[] der(ASN1Encodable value) throws IOException {
    return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }

  private static X509CRL crl(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }

  private X509Certificate authority(String issuer) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(issuing.pki.directory.certificate(issuer)));
  }

  @Test
  void currentCrl_isThePublishedOneOctetByOctet() throws Exception {
    publish();

    InfoTypeAndValue told = told(anna.send("/getcrls", anna.mac(genm(anna, idIt(6)))));

    byte[] der = der(told.getInfoValue());
    crl(der).verify(authority("smime").getPublicKey());
    assertThat(issuing.count("SELECT COUNT(*) FROM crl WHERE digest = '" + Sha256.hex(der) + "'"))
        .isEqualTo(1);
  }

  @Test
  void currentCrlBeforeThereIsOne_isAddInfoNotAvailable() {
    assertThat(anna.send("", anna.mac(genm(anna, idIt(6)))).failure())
        .isEqualTo("addInfoNotAvailable");
  }

  @Test
  void currentCrl_listsWhatWasRevoked() throws Exception {
    publish();
    anna.enrolled();
    Applicant bob = Applicant.of(issuing, "bob@example.org").enrolled();
    bob.send("/p/signing", bob.signed(bob.rrWriter(bob.certificate)));
    publish();

    InfoTypeAndValue told = told(anna.send("", anna.signed(genm(anna, idIt(6)))));

    X509CRL list = crl(der(told.getInfoValue()));
    assertThat(list.getRevokedCertificates()).hasSize(1);
    assertThat(list.getRevokedCertificate(bob.certificate.getSerialNumber())).isNotNull();
  }

  @Test
  void listsOfEveryIssuerByNameOrAddress_comeAndVerify() throws Exception {
    publish();
    List<X509CRL> lists =
        lists(
            ask(
                status(named("trust"), null),
                status(at(address("smime.crl")), null),
                status(at(new GeneralNames(new GeneralName(name("root")))), null)));

    assertThat(lists).hasSize(3);
    lists.get(0).verify(authority("trust").getPublicKey());
    lists.get(1).verify(authority("smime").getPublicKey());
    lists.get(2).verify(authority("root").getPublicKey());
    assertThat(lists.get(2).getEncoded()).isEqualTo(issuing.pki.directory.rootCrl());
  }

  @Test
  void distributionPointOfAnIssuedCertificate_isUnderstood() throws Exception {
    publish();
    anna.enrolled();

    List<X509CRL> lists = askFor(anna, new CRLSource(pointOf(anna.certificate), null));

    assertThat(lists).hasSize(1);
    lists.get(0).verify(authority("smime").getPublicKey());
  }

  @Test
  void distributionPointOfAShard_givesTheListOfThatShard() throws Exception {
    IssuanceSettings spread = IssuanceSettings.DEFAULT.withCrlShards(2);
    try (Issuing shards = new Issuing(issuing.pki, false, CmpSettings.DEFAULT, spread)) {
      var unusedRuns = shards.core.crls().run();
      Applicant bob = Applicant.of(shards, "bob@example.org").enrolled();
      DistributionPointName point = pointOf(bob.certificate);

      List<X509CRL> lists = askFor(bob, new CRLSource(point, null));

      assertThat(lists).hasSize(1);
      lists.get(0).verify(authority("smime").getPublicKey());
      assertThat(
              IssuingDistributionPoint.getInstance(
                      JcaX509ExtensionUtils.parseExtensionValue(
                          lists.get(0).getExtensionValue("2.5.29.28")))
                  .getDistributionPoint())
          .isEqualTo(point);
    }
  }

  @Test
  void shardThatIsNotThere_isRefusedAndNotTakenForUpToDate() {
    publish();

    assertThat(ask(status(at(address("smime-1.crl")), null)).failure())
        .isEqualTo("addInfoNotAvailable");
    assertThat(ask(status(at(address("smime-257.crl")), null)).failure())
        .isEqualTo("addInfoNotAvailable");
    assertThat(ask(status(at(address("trust-1.crl")), null)).failure())
        .isEqualTo("addInfoNotAvailable");
  }

  @Test
  void onlyWhatIsNewer_comes() throws Exception {
    publish();
    X509CRL list = lists(ask(status(named("smime"), null))).get(0);
    Instant thisUpdate = list.getThisUpdate().toInstant();

    assertThat(lists(ask(status(named("smime"), thisUpdate)))).isEmpty();
    assertThat(lists(ask(status(named("smime"), thisUpdate.plusSeconds(1))))).isEmpty();
    assertThat(lists(ask(status(named("smime"), thisUpdate.minusSeconds(1))))).hasSize(1);
    assertThat(told(ask(status(named("smime"), thisUpdate))).getInfoValue()).isNull();
  }

  @Test
  void listThatIsAskedForTwice_comesOnce() throws Exception {
    publish();

    assertThat(lists(ask(status(named("smime"), null), status(at(address("smime.crl")), null))))
        .hasSize(1);
  }

  @Test
  void listThatIsNotPublishedYet_isLeftOut() throws Exception {
    assertThat(lists(ask(status(named("smime"), null), status(named("root"), null)))).hasSize(1);
  }

  @Test
  void sourceThatIsNotOurs_isRefusedAndNotTakenForUpToDate() {
    publish();
    CRLSource other = new CRLSource(null, new GeneralNames(new GeneralName(new X500Name("CN=X"))));

    assertThat(ask(status(other, null)).failure()).isEqualTo("addInfoNotAvailable");
    assertThat(ask(status(named("smime"), null), status(at(address("no.crl")), null)).failure())
        .isEqualTo("addInfoNotAvailable");
  }

  @Test
  void valueThatIsNoListOfSources_isBadDataFormat() {
    assertThat(anna.send("", anna.mac(genm(anna, idIt(22)))).failure()).isEqualTo("badDataFormat");
    assertThat(ask().failure()).isEqualTo("badDataFormat");
    assertThat(
            anna.send("", anna.mac(genm(anna, idIt(22), new DEROctetString(new byte[3]))))
                .failure())
        .isEqualTo("badDataFormat");
    assertThat(anna.send("", anna.mac(genm(anna, idIt(22), sequence(sequence(idIt(1)))))).failure())
        .isEqualTo("badDataFormat");
  }

  @Test
  void listsTooLargeForAnAnswer_areRefusedWithTheirAddress() throws Exception {
    publish();
    int smime = lists(ask(status(named("smime"), null))).get(0).getEncoded().length;
    try (Issuing small = new Issuing(issuing.pki, false, settings(smime))) {
      Applicant carl = Applicant.of(small, "carl@example.org");

      told(carl.send("", carl.mac(genm(carl, idIt(6)))));
      Applicant.Answer both =
          carl.send(
              "",
              carl.mac(
                  genm(
                      carl,
                      idIt(22),
                      sequence(status(named("smime"), null), status(named("root"), null)))));

      assertThat(both.failure()).isEqualTo("addInfoNotAvailable");
      assertThat(both.text()).contains("http://localhost:8080/pki/root.crl");
    }
    try (Issuing smaller = new Issuing(issuing.pki, false, settings(smime - 1))) {
      Applicant dora = Applicant.of(smaller, "dora@example.org");

      Applicant.Answer answer = dora.send("", dora.mac(genm(dora, idIt(6))));

      assertThat(answer.failure()).isEqualTo("addInfoNotAvailable");
      assertThat(answer.text()).contains("http://localhost:8080/pki/smime.crl");
    }
  }

  private static CmpSettings settings(int largestLists) {
    return CmpSettings.DEFAULT.withLargestLists(largestLists);
  }
}
