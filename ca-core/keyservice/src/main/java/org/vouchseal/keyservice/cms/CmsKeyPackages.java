package org.vouchseal.keyservice.cms;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.central.Delivery;
import org.vouchseal.keyservice.central.KeyContent;
import org.vouchseal.keyservice.central.KeyPackages;
import org.vouchseal.keyservice.key.EncryptionKeyPair;

/**
 * EnvelopedData (AES-256-CBC, one fresh key, exactly one RecipientInfo) over SignedData of the key
 * generation authority over the private key.
 */
public final class CmsKeyPackages implements KeyPackages {

  private final KeyPackageSigner signer;
  private final Recipients recipients;
  private final CryptoProviders providers;
  private final SecureRandom random;

  /**
   * Packages signed with one key.
   *
   * @param kgaCertificate DER of the certificate with EKU cmKGA
   * @param trustCaCertificate DER of the CA certificate that issued it
   */
  public CmsKeyPackages(
      SigningKey kgaKey,
      byte[] kgaCertificate,
      byte[] trustCaCertificate,
      CryptoProviders providers,
      SecureRandom random) {
    this.signer = new KeyPackageSigner(kgaKey, kgaCertificate, trustCaCertificate, providers);
    this.recipients = new Recipients(providers, random);
    this.providers = providers;
    this.random = random;
  }

  @Override
  public byte[] envelop(EncryptionKeyPair pair, KeyContent content, Delivery.Enveloped delivery) {
    byte[] signed =
        pair.withPrivateKeyInfo(
            privateKeyInfo -> {
              byte[] plain =
                  PrivateKeyContent.of(content, privateKeyInfo, pair.subjectPublicKeyInfo());
              try {
                return signer.sign(plain);
              } finally {
                Arrays.fill(plain, (byte) 0);
              }
            });
    try {
      return recipients.with(delivery, recipient -> envelop(signed, recipient));
    } finally {
      Arrays.fill(signed, (byte) 0);
    }
  }

  private byte[] envelop(byte[] signedData, RecipientInfoGenerator recipient) {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    try {
      return generator
          .generate(
              new CMSProcessableByteArray(CMSObjectIdentifiers.signedData, signedData),
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                  .setProvider(providers.bouncyCastle())
                  .setSecureRandom(random)
                  .build())
          .toASN1Structure()
          .getContent()
          .toASN1Primitive()
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("cannot build the envelope of a key package", e);
    }
  }
}
