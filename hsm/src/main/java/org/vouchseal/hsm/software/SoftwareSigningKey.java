package org.vouchseal.hsm.software;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.StreamedMessage;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.SignatureInput;

final class SoftwareSigningKey implements SigningKey {

  private final KeyPurpose purpose;
  private final KeyRing.StoredPair pair;
  private final SignatureAlgorithm algorithm;
  private final CryptoProviders providers;

  SoftwareSigningKey(KeyPurpose purpose, KeyRing.StoredPair pair, CryptoProviders providers) {
    this.purpose = purpose;
    this.pair = pair;
    this.algorithm = SignatureAlgorithm.preferredFor(pair.algorithm());
    this.providers = providers;
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  public PublicKey publicKey() {
    return pair.keys().getPublic();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signer = providers.signature(algorithm);
      signer.initSign(pair.keys().getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("key " + purpose.name() + " does not sign", e);
    }
  }

  @Override
  public byte[] sign(StreamedMessage message) throws IOException {
    try {
      Signature signer = providers.signature(algorithm);
      signer.initSign(pair.keys().getPrivate());
      message.writeTo(new SignatureInput(signer));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("key " + purpose.name() + " does not sign", e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + purpose.name() + ", " + algorithm + "]";
  }
}
