package org.vouchseal.sdk.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.fixture.FakeCa;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.x509.TrustAnchors;

class DeliveredKeyTest {

  private static final TestPki PKI = new TestPki();
  private final FakeCa ca =
      new FakeCa(PKI, "alice@example.org", "order-1", "a-secret-of-128-random-bits");
  private final DeliveredKey opener =
      new DeliveredKey(new TrustAnchors(List.of(PKI.root.certificate())), Clock.systemUTC());

  private Grant grant(EnvelopedData sealed) throws Exception {
    return new Grant(
        TestPki.encryption(ca.escrowed.getPublic(), ca.mailbox, PKI.smime),
        List.of(),
        Optional.of(sealed.getEncoded()));
  }

  @Test
  void keyTransportToRsaKey_isOpened() throws Exception {
    KeyPair delivery = TestPki.rsaKey();

    assertThat(opener.open(grant(ca.sealedKey(delivery.getPublic())), delivery.getPrivate()))
        .isEqualTo(ca.escrowed.getPrivate());
  }

  @Test
  void keyAgreementWithEcKey_isOpened() throws Exception {
    KeyPair delivery = TestPki.ecKey();

    assertThat(opener.open(grant(ca.sealedKey(delivery.getPublic())), delivery.getPrivate()))
        .isEqualTo(ca.escrowed.getPrivate());
  }

  @Test
  void secondRecipient_isRefused() throws Exception {
    KeyPair delivery = TestPki.ecKey();
    EnvelopedData sealed = ca.sealedKey(delivery.getPublic());
    ASN1EncodableVector recipients = new ASN1EncodableVector();
    recipients.add(sealed.getRecipientInfos().getObjectAt(0));
    recipients.add(ca.sealedKey(TestPki.ecKey().getPublic()).getRecipientInfos().getObjectAt(0));
    EnvelopedData two =
        new EnvelopedData(
            null,
            new DERSet(recipients),
            sealed.getEncryptedContentInfo(),
            (org.bouncycastle.asn1.ASN1Set) null);

    assertThatThrownBy(() -> opener.open(grant(two), delivery.getPrivate()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining("2 recipients");
  }

  @Test
  void contentThatIsNotSignedData_isRefused() throws Exception {
    KeyPair delivery = TestPki.ecKey();
    EnvelopedData sealed = ca.sealedKey(delivery.getPublic());
    EncryptedContentInfo content = sealed.getEncryptedContentInfo();
    EnvelopedData bare =
        new EnvelopedData(
            null,
            sealed.getRecipientInfos(),
            new EncryptedContentInfo(
                PKCSObjectIdentifiers.data,
                content.getContentEncryptionAlgorithm(),
                content.getEncryptedContent()),
            (org.bouncycastle.asn1.ASN1Set) null);

    assertThatThrownBy(() -> opener.open(grant(bare), delivery.getPrivate()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining("not signed data");
  }

  @Test
  void everyFlippedOctet_isRefusedCleanly() throws Exception {
    KeyPair delivery = TestPki.ecKey();
    byte[] sealed = ca.sealedKey(delivery.getPublic()).getEncoded();
    var certificate = TestPki.encryption(ca.escrowed.getPublic(), ca.mailbox, PKI.smime);
    for (int i = 0; i < sealed.length; i += 3) {
      byte[] flipped = sealed.clone();
      flipped[i] ^= 0x41;
      Grant grant = new Grant(certificate, List.of(), Optional.of(flipped));
      try {
        // A flip in a place that carries nothing, such as an unused identifier, may open.
        assertThat(opener.open(grant, delivery.getPrivate())).isEqualTo(ca.escrowed.getPrivate());
      } catch (NotVerified expected) {
        assertThat(expected.code()).isNotBlank();
      }
    }
  }
}
