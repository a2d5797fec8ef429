package org.vouchseal.issuing.cmp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Closes a certificate into an envelope that only the holder of its key can open (encrCert, RFC
 * 9810 §5.2.8.3): who confirms it has opened it.
 */
final class EncryptCertificate {

  private final Provider provider;
  private final SecureRandom random;

  EncryptCertificate(CryptoProviders providers, SecureRandom random) {
    this.provider = providers.bouncyCastle();
    this.random = random;
  }

  /** DER of a fresh EnvelopedData over the certificate, without ContentInfo. */
  byte[] encrypt(byte[] certificate, SubjectPublicKeyInfo to) {
    try {
      CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(recipient(to));
      return generator
          .generate(
              new CMSProcessableByteArray(certificate),
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                  .setProvider(provider)
                  .setSecureRandom(random)
                  .build())
          .toASN1Structure()
          .getContent()
          .toASN1Primitive()
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be encrypted to its key", e);
    }
  }

  private RecipientInfoGenerator recipient(SubjectPublicKeyInfo to)
      throws GeneralSecurityException, IOException {
    boolean rsa = to.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    PublicKey key =
        KeyFactory.getInstance(rsa ? "RSA" : "EC", provider)
            .generatePublic(new X509EncodedKeySpec(to.getEncoded(ASN1Encoding.DER)));
    byte[] identifier =
        new BcX509ExtensionUtils().createSubjectKeyIdentifier(to).getKeyIdentifier();
    return rsa ? transport(key, identifier) : agreement((ECPublicKey) key, identifier);
  }

  private RecipientInfoGenerator transport(PublicKey key, byte[] identifier)
      throws GeneralSecurityException {
    return new JceKeyTransRecipientInfoGenerator(
            identifier,
            new JcaAlgorithmParametersConverter()
                .getAlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_RSAES_OAEP,
                    new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)),
            key)
        .setProvider(provider);
  }

  /** The pair that is made here lives for one message. */
  private RecipientInfoGenerator agreement(ECPublicKey key, byte[] identifier)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(key.getParams(), random);
    KeyPair ephemeral = generator.generateKeyPair();
    return new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA256KDF,
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP)
        .addRecipient(identifier, key)
        .setProvider(provider)
        .setSecureRandom(random);
  }
}
