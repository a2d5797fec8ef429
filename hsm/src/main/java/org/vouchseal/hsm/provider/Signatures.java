package org.vouchseal.hsm.provider;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.StreamedMessage;

/** Verifies signatures under the providers in force. Safe for many threads. */
public final class Signatures {

  private final CryptoProviders providers;
  private final PublicKeys publicKeys;

  public Signatures(CryptoProviders providers) {
    this.providers = providers;
    this.publicKeys = new PublicKeys(providers);
  }

  /**
   * Whether {@code signature} over the whole message is the key's. False for everything that is
   * not: malformed signatures, keys of another kind than the algorithm's and keys that {@link
   * PublicKeys} refuses.
   *
   * @param key from any provider
   * @param signature as X.509 carries it: ECDSA as DER {@code Ecdsa-Sig-Value}
   */
  public boolean verify(
      SignatureAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
    return verify(algorithm, key.getEncoded(), message, signature);
  }

  /** The same for a key given as DER SubjectPublicKeyInfo. */
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] spki, byte[] message, byte[] signature) {
    try {
      return verify(algorithm, spki, out -> out.write(message), signature);
    } catch (IOException e) {
      return false; // only the signature itself could refuse octets of an array
    }
  }

  /**
   * The same for a message of any length, of which a piece at a time is held.
   *
   * @throws IOException when the message cannot be read
   */
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] spki, StreamedMessage message, byte[] signature)
      throws IOException {
    PublicKey key;
    try {
      if (!fits(algorithm, PublicKeys.algorithmOf(spki))) {
        return false;
      }
      key = publicKeys.decode(spki);
    } catch (UnsupportedKey e) {
      return false;
    }
    return verifyDecoded(algorithm, key, message, signature);
  }

  private boolean verifyDecoded(
      SignatureAlgorithm algorithm, PublicKey key, StreamedMessage message, byte[] signature)
      throws IOException {
    try {
      Signature verifier = providers.signature(algorithm);
      verifier.initVerify(key);
      message.writeTo(new SignatureInput(verifier));
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify " + algorithm, e);
    }
  }

  private static boolean fits(SignatureAlgorithm algorithm, KeyAlgorithm key) {
    return switch (algorithm) {
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 ->
          key == KeyAlgorithm.P256 || key == KeyAlgorithm.P384;
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> PublicKeys.family(key).equals("RSA");
      case ED25519 -> key == KeyAlgorithm.ED25519;
    };
  }
}
