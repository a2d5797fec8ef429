package org.vouchseal.issuing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.StreamedMessage;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.SignatureInput;

/** Signing keys in memory, for tests of what uses a token. */
public final class MemoryToken implements Token {

  private final Map<KeyPurpose, SigningKey> keys = new HashMap<>();
  private final CryptoProviders providers;

  public MemoryToken(CryptoProviders providers) {
    this.providers = providers;
  }

  public SigningKey put(KeyPurpose purpose, KeyPair pair, SignatureAlgorithm algorithm) {
    SigningKey key = signingKey(pair, algorithm, providers);
    keys.put(purpose, key);
    return key;
  }

  public static SigningKey signingKey(
      KeyPair pair, SignatureAlgorithm algorithm, CryptoProviders providers) {
    return new SigningKey() {
      @Override
      public SignatureAlgorithm algorithm() {
        return algorithm;
      }

      @Override
      public PublicKey publicKey() {
        return pair.getPublic();
      }

      @Override
      public byte[] sign(byte[] message) {
        try {
          Signature signer = providers.signature(algorithm);
          signer.initSign(pair.getPrivate());
          signer.update(message);
          return signer.sign();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public byte[] sign(StreamedMessage message) throws IOException {
        try {
          Signature signer = providers.signature(algorithm);
          signer.initSign(pair.getPrivate());
          message.writeTo(new SignatureInput(signer));
          return signer.sign();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public SigningKey signing(KeyPurpose purpose) {
    SigningKey key = keys.get(purpose);
    if (key == null) {
      throw new KeyAbsent("no key " + purpose.name());
    }
    return key;
  }

  @Override
  public DecryptionKey decryption(KeyPurpose purpose) {
    throw new KeyAbsent(purpose.name());
  }

  @Override
  public AgreementKey agreement(KeyPurpose purpose) {
    throw new KeyAbsent(purpose.name());
  }

  @Override
  public WrappingKey wrapping(KeyPurpose purpose) {
    throw new KeyAbsent(purpose.name());
  }
}
