package org.vouchseal.issuing.door;

import java.util.concurrent.atomic.AtomicInteger;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;

/** A token that counts how often something is unwrapped. */
final class CountingToken implements Token {

  final AtomicInteger unwraps = new AtomicInteger();

  /** By the S/MIME CA. */
  final AtomicInteger signatures = new AtomicInteger();

  private final Token token;

  CountingToken(Token token) {
    this.token = token;
  }

  @Override
  public String name() {
    return token.name();
  }

  @Override
  public SigningKey signing(KeyPurpose purpose) {
    SigningKey key = token.signing(purpose);
    if (purpose != KeyPurpose.SMIME_CA) {
      return key;
    }
    return new SigningKey() {
      @Override
      public java.security.PublicKey publicKey() {
        return key.publicKey();
      }

      @Override
      public org.vouchseal.hsm.SignatureAlgorithm algorithm() {
        return key.algorithm();
      }

      @Override
      public byte[] sign(byte[] message) {
        signatures.incrementAndGet();
        return key.sign(message);
      }
    };
  }

  @Override
  public DecryptionKey decryption(KeyPurpose purpose) {
    return token.decryption(purpose);
  }

  @Override
  public AgreementKey agreement(KeyPurpose purpose) {
    return token.agreement(purpose);
  }

  @Override
  public WrappingKey wrapping(KeyPurpose purpose) {
    WrappingKey key = token.wrapping(purpose);
    return new WrappingKey() {
      @Override
      public int currentVersion() {
        return key.currentVersion();
      }

      @Override
      public Wrapped wrap(byte[] secret, byte[] associatedData) {
        return key.wrap(secret, associatedData);
      }

      @Override
      public byte[] unwrap(Wrapped wrapped, byte[] associatedData) {
        unwraps.incrementAndGet();
        return key.unwrap(wrapped, associatedData);
      }
    };
  }
}
