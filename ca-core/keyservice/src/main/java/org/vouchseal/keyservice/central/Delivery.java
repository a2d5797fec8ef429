package org.vouchseal.keyservice.central;

import java.util.Arrays;
import java.util.function.Function;
import org.vouchseal.messages.cmp.MacSecret;

/** How a private key reaches the one who asked. */
public sealed interface Delivery {

  /** It does not: the key stays in escrow. */
  record Nothing() implements Delivery {}

  /** How a content key is wrapped under a password. */
  enum PasswordWrap {
    /** id-alg-PWRI-KEK (RFC 3211), which openssl and BouncyCastle read. */
    PWRI_KEK,
    /** AES key wrap (RFC 3565), the one form of RFC 9483 §4.1.6.3. */
    AES_WRAP
  }

  /** In an envelope. */
  sealed interface Enveloped extends Delivery {
    /** Calls the one function that fits. */
    <R> R fold(
        Function<? super ToPublicKey, ? extends R> onPublicKey,
        Function<? super ToPassword, ? extends R> onPassword);
  }

  /** How an envelope names the key that opens it. */
  enum RecipientName {
    /** By its key identifier (RFC 9483 §4.1.6). */
    KEY_IDENTIFIER,
    /** By issuer and serial of its certificate, if it has one; BouncyCastle looks for no other. */
    CERTIFICATE
  }

  /**
   * To a public key that the verified message names or is protected by.
   *
   * @param name how a curve key is named; RSA keys are found by their identifier by everybody
   */
  record ToPublicKey(DeliveryKey key, RecipientName name) implements Enveloped {

    /** Named by its key identifier. */
    public ToPublicKey(DeliveryKey key) {
      this(key, RecipientName.KEY_IDENTIFIER);
    }

    @Override
    public <R> R fold(
        Function<? super ToPublicKey, ? extends R> onPublicKey,
        Function<? super ToPassword, ? extends R> onPassword) {
      return onPublicKey.apply(this);
    }
  }

  /**
   * Under the secret that protects the message.
   *
   * @param macSalt salt of the message's MAC, which the envelope must not use again; not copied
   * @param wrap how the content key is wrapped
   */
  record ToPassword(MacSecret secret, byte[] macSalt, PasswordWrap wrap) implements Enveloped {
    @Override
    public <R> R fold(
        Function<? super ToPublicKey, ? extends R> onPublicKey,
        Function<? super ToPassword, ? extends R> onPassword) {
      return onPassword.apply(this);
    }

    /** Lends the secret as characters, wiped when {@code use} returns. */
    public <R> R withPassword(Function<char[], R> use) {
      char[] characters =
          secret.use(
              octets -> {
                char[] copied = new char[octets.length];
                for (int i = 0; i < octets.length; i++) {
                  copied[i] = (char) octets[i];
                }
                return copied;
              });
      try {
        return use.apply(characters);
      } finally {
        Arrays.fill(characters, '\0');
      }
    }

    @Override
    public String toString() {
      return "ToPassword[***]";
    }
  }
}
