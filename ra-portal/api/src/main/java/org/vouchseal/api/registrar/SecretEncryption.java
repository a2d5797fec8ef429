package org.vouchseal.api.registrar;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.validation.order.OrderSecret;

/**
 * Encrypts order secrets to one P-256 key of the certificate authority: compact JWE, ECDH-ES+A256KW
 * and A256GCM, bound to reference and jti by its header.
 */
final class SecretEncryption {

  private static final String TYPE = "vouchseal-secret+jwe";

  private final String recipient;
  private final ECPublicKey key;
  private final CryptoProviders providers;
  private final SecureRandom random;

  /**
   * Encrypts to one key.
   *
   * @param recipient name of the key, for the header
   * @param publicKey its SubjectPublicKeyInfo
   */
  SecretEncryption(
      String recipient, byte[] publicKey, CryptoProviders providers, SecureRandom random) {
    this.recipient = recipient;
    this.providers = providers;
    this.random = random;
    try {
      key =
          (ECPublicKey)
              providers.keyFactory("EC").generatePublic(new X509EncodedKeySpec(publicKey));
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException("the key " + recipient + " is not readable", fault);
    }
  }

  String encrypt(OrderSecret secret, String reference, String jti) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .type(new JOSEObjectType(TYPE))
            .keyID(recipient)
            .customParam("reference", reference)
            .customParam("jti", jti)
            .build();
    JWEObject encrypted = new JWEObject(header, new Payload(secret.reveal()));
    try {
      encrypted.encrypt(new ToOneKey());
    } catch (JOSEException fault) {
      throw new IllegalStateException("the secret could not be encrypted", fault);
    }
    return encrypted.serialize();
  }

  /** Nimbus does the format; curve operations go to our providers, not to the JVM's first one. */
  private final class ToOneKey extends ECDHCryptoProvider implements JWEEncrypter {

    ToOneKey() throws JOSEException {
      super(Curve.P_256, null);
      getJCAContext().setSecureRandom(random);
      getJCAContext().setKeyEncryptionProvider(Security.getProvider("SunJCE"));
      getJCAContext().setContentEncryptionProvider(Security.getProvider("SunJCE"));
    }

    @Override
    public JWECryptoParts encrypt(JWEHeader header, byte[] clearText, byte[] aad)
        throws JOSEException {
      try {
        KeyPairGenerator generator = providers.keyPairGenerator("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = providers.ecdh();
        agreement.init(ephemeral.getPrivate());
        Object unusedLast = agreement.doPhase(key, true);
        SecretKey shared = new SecretKeySpec(agreement.generateSecret(), "AES");
        ECKey sender = new ECKey.Builder(Curve.P_256, (ECPublicKey) ephemeral.getPublic()).build();
        JWEHeader complete = new JWEHeader.Builder(header).ephemeralPublicKey(sender).build();
        // the header is the additional data, and it is complete only now
        return encryptWithZ(complete, shared, clearText, AAD.compute(complete));
      } catch (GeneralSecurityException fault) {
        throw new JOSEException("key agreement failed", fault);
      }
    }

    @Override
    public Set<Curve> supportedEllipticCurves() {
      return Set.of(Curve.P_256);
    }
  }
}
