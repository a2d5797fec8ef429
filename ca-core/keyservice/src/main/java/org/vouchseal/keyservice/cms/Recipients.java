package org.vouchseal.keyservice.cms;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.central.Delivery;
import org.vouchseal.keyservice.central.DeliveryKey;

/**
 * The one RecipientInfo of an envelope. Curve keys: ephemeral ECDH with X9.63 and SHA-256, wrapping
 * by AES-256. RSA keys: OAEP with SHA-256. Password: PBKDF2 with HMAC-SHA-256, over it PWRI-KEK
 * with AES-256-CBC or AES-256 key wrap.
 */
final class Recipients {

  private static final int SALT_OCTETS = 16;
  private static final int PASSWORD_ITERATIONS = 100_000;

  private final Provider provider;
  private final SecureRandom random;

  Recipients(CryptoProviders providers, SecureRandom random) {
    this.provider = providers.bouncyCastle();
    this.random = random;
  }

  /** Lends the recipient of a delivery; a password in it is wiped when {@code use} returns. */
  <R> R with(Delivery.Enveloped delivery, Function<RecipientInfoGenerator, R> use) {
    return delivery.<R>fold(
        to -> use.apply(publicKey(to)),
        to ->
            to.withPassword(
                password -> use.apply(password(password, fresh(to.macSalt()), to.wrap()))));
  }

  private RecipientInfoGenerator publicKey(Delivery.ToPublicKey delivery) {
    DeliveryKey to = delivery.key();
    try {
      String family = to.curve() ? "EC" : "RSA";
      PublicKey key =
          KeyFactory.getInstance(family, provider)
              .generatePublic(new X509EncodedKeySpec(to.subjectPublicKeyInfo()));
      return to.curve()
          ? agreement((ECPublicKey) key, delivery)
          : transport(key, to.keyIdentifier());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a delivery key that was checked cannot be used", e);
    }
  }

  private RecipientInfoGenerator agreement(ECPublicKey recipient, Delivery.ToPublicKey delivery)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(recipient.getParams(), random);
    KeyPair ephemeral = generator.generateKeyPair();
    JceKeyAgreeRecipientInfoGenerator generated =
        new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA256KDF,
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP);
    return named(generated, recipient, delivery).setProvider(provider).setSecureRandom(random);
  }

  private static JceKeyAgreeRecipientInfoGenerator named(
      JceKeyAgreeRecipientInfoGenerator generator,
      ECPublicKey recipient,
      Delivery.ToPublicKey delivery)
      throws GeneralSecurityException {
    Optional<byte[]> certificate =
        delivery
            .key()
            .certificate()
            .filter(der -> delivery.name() == Delivery.RecipientName.CERTIFICATE);
    return certificate.isPresent()
        ? generator.addRecipient(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.get())))
        : generator.addRecipient(delivery.key().keyIdentifier(), recipient);
  }

  private RecipientInfoGenerator transport(PublicKey recipient, byte[] keyIdentifier)
      throws GeneralSecurityException {
    AlgorithmIdentifier oaep =
        new JcaAlgorithmParametersConverter()
            .getAlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return new JceKeyTransRecipientInfoGenerator(keyIdentifier, oaep, recipient)
        .setProvider(provider);
  }

  private byte[] fresh(byte[] macSalt) {
    byte[] salt = new byte[SALT_OCTETS];
    do {
      random.nextBytes(salt);
    } while (Arrays.equals(salt, macSalt));
    return salt;
  }

  private RecipientInfoGenerator password(
      char[] password, byte[] salt, Delivery.PasswordWrap wrap) {
    return switch (wrap) {
      case AES_WRAP -> new AesWrapForPassword(password, salt, PASSWORD_ITERATIONS, provider);
      case PWRI_KEK -> pwriKek(password, salt);
    };
  }

  private RecipientInfoGenerator pwriKek(char[] password, byte[] salt) {
    return new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, password)
        .setProvider(provider)
        .setPRF(PasswordRecipient.PRF.HMacSHA256)
        .setSaltAndIterationCount(salt, PASSWORD_ITERATIONS)
        .setSecureRandom(random);
  }
}
