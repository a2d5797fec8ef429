package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.issuing.door.Questions.genm;
import static org.vouchseal.issuing.door.Questions.idIt;
import static org.vouchseal.issuing.door.Questions.told;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.RootCaKeyUpdateContent;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.testdatabase.TestDatabase;

/** rootCaCert: from the root that a client holds to the one that replaces it, by signatures. */
class HolderOfAnOldRootTest {

  private static final X500Name OLD = new X500Name("CN=Test Root,O=Vouchseal Test,C=DE");
  private static final X500Name NEW = new X500Name("CN=Test Root 2,O=Vouchseal Test,C=DE");

  @TempDir Path folder;
  private TestPki pki;
  private final TestSigningKey key = TestSigningKey.generate(KeyAlgorithm.P384);
  private Issuing issuing;

  @BeforeEach
  void ceremony() {
    TestDatabase.shared().clean("issuing");
    pki = new TestPki(folder);
  }

  @AfterEach
  void stop() {
    if (issuing != null) {
      issuing.close();
    }
  }

  private void update() {
    pki.file("root-update.old", pki.directory.certificate("root"));
    pki.file("root-update.new-with-new", pki.authority(NEW, key, NEW, key.publicKey()));
    pki.file("root-update.new-with-old", pki.authority(OLD, pki.rootKey, NEW, key.publicKey()));
    pki.file("root-update.old-with-new", pki.authority(NEW, key, OLD, pki.rootKey.publicKey()));
  }

  private InfoTypeAndValue ask(byte[] held) {
    if (issuing == null) {
      issuing = new Issuing(pki, false);
    }
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    InfoTypeAndValue question =
        held == null
            ? new InfoTypeAndValue(idIt(20))
            : new InfoTypeAndValue(
                idIt(20), new CMPCertificate(Certificate.getInstance(held)).toASN1Primitive());
    InfoTypeAndValue told = told(anna.send("/getrootupdate", anna.mac(genm(anna, question))));
    assertThat(told.getInfoType()).isEqualTo(idIt(18));
    return told;
  }

  private static X509Certificate x509(CMPCertificate certificate) throws Exception {
    return x509(certificate.getX509v3PKCert().getEncoded());
  }

  private static X509Certificate x509(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  @Test
  void heldRootWithAnUpdate_leadsToTheNewOneBySignatures() throws Exception {
    update();
    X509Certificate held = x509(pki.directory.certificate("root"));

    RootCaKeyUpdateContent content =
        RootCaKeyUpdateContent.getInstance(ask(held.getEncoded()).getInfoValue());

    X509Certificate newWithOld = x509(content.getNewWithOld());
    X509Certificate newWithNew = x509(content.getNewWithNew());
    X509Certificate oldWithNew = x509(content.getOldWithNew());
    newWithOld.verify(held.getPublicKey());
    newWithNew.verify(newWithOld.getPublicKey());
    oldWithNew.verify(newWithNew.getPublicKey());
    assertThat(oldWithNew.getPublicKey()).isEqualTo(held.getPublicKey());
    assertThat(newWithNew.getEncoded())
        .isEqualTo(pki.directory.rootKeyUpdate().orElseThrow().newWithNew());
  }

  @Test
  void questionWithoutARoot_isAboutOurs() {
    update();

    assertThat(RootCaKeyUpdateContent.getInstance(ask(null).getInfoValue()).getNewWithNew())
        .isNotNull();
  }

  @Test
  void newRootAndRootsOfOthers_haveNoUpdate() {
    update();
    TestSigningKey other = TestSigningKey.generate(KeyAlgorithm.P384);

    assertThat(ask(pki.directory.rootKeyUpdate().orElseThrow().newWithNew()).getInfoValue())
        .isNull();
    assertThat(ask(pki.authority(OLD, other, OLD, other.publicKey())).getInfoValue()).isNull();
    assertThat(ask(pki.directory.certificate("smime")).getInfoValue()).isNull();
  }

  @Test
  void withoutAnUpdate_thereIsNone() {
    assertThat(ask(pki.directory.certificate("root")).getInfoValue()).isNull();
    assertThat(ask(null).getInfoValue()).isNull();
  }

  @Test
  void withoutOldWithNew_theUpdateStandsAsWell() throws IOException {
    pki.file("root-update.old", pki.directory.certificate("root"));
    pki.file("root-update.new-with-new", pki.authority(NEW, key, NEW, key.publicKey()));
    pki.file("root-update.new-with-old", pki.authority(OLD, pki.rootKey, NEW, key.publicKey()));

    RootCaKeyUpdateContent content = RootCaKeyUpdateContent.getInstance(ask(null).getInfoValue());

    assertThat(content.getNewWithOld()).isNotNull();
    assertThat(content.getOldWithNew()).isNull();
  }

  @Test
  void valueThatIsNoCertificate_isBadDataFormat() {
    issuing = new Issuing(pki, false);
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer =
        anna.send("", anna.mac(genm(anna, idIt(20), new DEROctetString(new byte[] {1, 2}))));

    assertThat(answer.failure()).isEqualTo("badDataFormat");
  }

  @Test
  void issuingCasUnderTheNewRoot_theUpdateIsOfTheOldOneStill() throws Exception {
    byte[] old = pki.directory.certificate("root");
    update();
    pki.file("certificate.root", pki.directory.rootKeyUpdate().orElseThrow().newWithNew());

    assertThat(RootCaKeyUpdateContent.getInstance(ask(old).getInfoValue()).getNewWithNew())
        .isNotNull();
    assertThat(ask(pki.directory.certificate("root")).getInfoValue()).isNull();
  }

  private void mustNotStart(String text) {
    assertThatThrownBy(() -> issuing = new Issuing(pki, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("root update that proves nothing")
        .hasMessageContaining(text);
  }

  @Test
  void newWithOldOfAForeignSigner_doesNotStart() {
    update();
    TestSigningKey thief = TestSigningKey.generate(KeyAlgorithm.P384);
    pki.file("root-update.new-with-old", pki.authority(OLD, thief, NEW, key.publicKey()));

    mustNotStart("new-with-old is not signed by old");
  }

  @Test
  void newWithOldOfAnotherKey_doesNotStart() {
    update();
    TestSigningKey other = TestSigningKey.generate(KeyAlgorithm.P384);
    pki.file("root-update.new-with-old", pki.authority(OLD, pki.rootKey, NEW, other.publicKey()));

    mustNotStart("new-with-old has not the name and key of new-with-new");
  }

  @Test
  void newWithNewNotSignedByItself_doesNotStart() {
    update();
    pki.file("root-update.new-with-new", pki.authority(NEW, pki.rootKey, NEW, key.publicKey()));

    mustNotStart("new-with-new is not signed by new-with-new");
  }

  @Test
  void oldWithNewOfAForeignSigner_doesNotStart() {
    update();
    pki.file(
        "root-update.old-with-new", pki.authority(NEW, pki.rootKey, OLD, pki.rootKey.publicKey()));

    mustNotStart("old-with-new is not signed by new-with-new");
  }

  @Test
  void sameKeyAgain_doesNotStart() {
    update();
    pki.file("root-update.new-with-new", pki.directory.certificate("root"));

    mustNotStart("new-with-new has the key of old");
  }

  @Test
  void halfAnUpdate_doesNotStart() {
    pki.file("root-update.new-with-new", pki.authority(NEW, key, NEW, key.publicKey()));

    assertThatThrownBy(() -> issuing = new Issuing(pki, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("root-update.old");
  }
}
