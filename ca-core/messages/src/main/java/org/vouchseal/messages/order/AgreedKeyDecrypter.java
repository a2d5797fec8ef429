package org.vouchseal.messages.order;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.Provider;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.AgreementKey;

/** ECDH-ES with a private key that stays in its token. */
final class AgreedKeyDecrypter extends ECDHCryptoProvider implements JWEDecrypter {

  private final AgreementKey key;

  AgreedKeyDecrypter(AgreementKey key, Provider digests, Provider ciphers) throws JOSEException {
    super(Curve.P_256, null);
    this.key = key;
    getJCAContext().setProvider(ciphers);
    // the key derivation digests with the provider that is set for MACs
    getJCAContext().setMACProvider(digests);
  }

  @Override
  public Set<Curve> supportedEllipticCurves() {
    return Set.of(Curve.P_256);
  }

  @Override
  public byte[] decrypt(
      JWEHeader header,
      Base64URL encryptedKey,
      Base64URL iv,
      Base64URL cipherText,
      Base64URL authTag,
      byte[] aad)
      throws JOSEException {
    if (!(header.getEphemeralPublicKey() instanceof ECKey ephemeral)
        || !ephemeral.getCurve().equals(Curve.P_256)) {
      throw new JOSEException("epk is not a key on P-256");
    }
    byte[] z = key.agree(ephemeral.toECPublicKey());
    try {
      return decryptWithZ(
          header, aad, new SecretKeySpec(z, "AES"), encryptedKey, iv, cipherText, authTag);
    } finally {
      Arrays.fill(z, (byte) 0);
    }
  }
}
