package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.fixtures.Openssl;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.KeyFixtures;

/** Reads a delivered key as others do: opens it with openssl and BouncyCastle, and tries it. */
final class DeliveryReader {

  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  private final Openssl openssl;
  private final TestRoom parts;

  DeliveryReader(Openssl openssl, TestRoom parts) {
    this.openssl = openssl;
    this.parts = parts;
  }

  static RecipientInfo onlyRecipient(Escrowed answer) {
    EnvelopedData envelope = EnvelopedData.getInstance(answer.envelopedData().orElseThrow());
    assertThat(envelope.getRecipientInfos().size()).isEqualTo(1);
    return RecipientInfo.getInstance(envelope.getRecipientInfos().getObjectAt(0));
  }

  byte[] opensslOpens(Escrowed answer, PrivateKey key, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-in",
                openssl.file("env.der", contentInfo(answer)),
                "-inkey",
                openssl.pem("key.pem", "PRIVATE KEY", key.getEncoded())));
    arguments.addAll(List.of(more));
    return openssl.run(arguments.toArray());
  }

  static byte[] bouncyCastleOpens(Escrowed answer, Recipient recipient) {
    try {
      Collection<RecipientInformation> recipients =
          new CMSEnvelopedData(contentInfo(answer)).getRecipientInfos().getRecipients();
      return recipients.iterator().next().getContent(recipient);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What openssl lets through as signed by a certificate under the root. */
  byte[] verified(byte[] signedData) {
    try {
      byte[] whole =
          new ContentInfo(CMSObjectIdentifiers.signedData, ASN1Primitive.fromByteArray(signedData))
              .getEncoded("DER");
      return openssl.run(
          "cms",
          "-verify",
          "-inform",
          "DER",
          "-in",
          openssl.file("signed.der", whole),
          "-CAfile",
          openssl.pem("root.pem", "CERTIFICATE", parts.pki.root().getEncoded()),
          "-purpose",
          "any",
          "-binary");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void assertAsymmetricKeyPackage(Escrowed answer, byte[] signedData) {
    ASN1Sequence keys = ASN1Sequence.getInstance(verified(signedData));
    assertThat(keys.size()).isEqualTo(1);
    PrivateKeyInfo key = PrivateKeyInfo.getInstance(keys.getObjectAt(0));
    assertThat(key.getVersion().intValueExact()).isEqualTo(1);
    assertThat(key.getPublicKeyData().getOctets())
        .isEqualTo(
            SubjectPublicKeyInfo.getInstance(answer.subjectPublicKeyInfo())
                .getPublicKeyData()
                .getOctets());
    assertReproduces(answer, key);
  }

  PrivateKeyInfo packagedKey(Escrowed answer, KeyPair ephemeral) {
    byte[] content = verified(opensslOpens(answer, ephemeral.getPrivate()));
    return PrivateKeyInfo.getInstance(ASN1Sequence.getInstance(content).getObjectAt(0));
  }

  void assertReproduces(Escrowed answer, PrivateKeyInfo key) {
    try {
      String family = EncryptionAlgorithm.of(answer.subjectPublicKeyInfo()).family();
      PrivateKey privateKey =
          KeyFactory.getInstance(family, BC)
              .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded("DER")));
      java.security.PublicKey publicKey =
          KeyFactory.getInstance(family, BC)
              .generatePublic(
                  new java.security.spec.X509EncodedKeySpec(answer.subjectPublicKeyInfo()));
      assertThat(parts.pairwise().holds(KeyFixtures.of(new KeyPair(publicKey, privateKey))))
          .isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] contentInfo(Escrowed answer) {
    try {
      return new ContentInfo(
              CMSObjectIdentifiers.envelopedData,
              ASN1Primitive.fromByteArray(answer.envelopedData().orElseThrow()))
          .getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
