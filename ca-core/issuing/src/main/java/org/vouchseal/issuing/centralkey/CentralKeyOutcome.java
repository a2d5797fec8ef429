package org.vouchseal.issuing.centralkey;

import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.model.EscrowReceipt;

/** What the key service answered: a key in escrow, or why there is none. */
public sealed interface CentralKeyOutcome {

  /** Why the key service refused. */
  enum Reason {
    NOT_AUTHORIZED,
    BAD_MESSAGE_CHECK,
    BAD_CERT_TEMPLATE,
    BAD_POP,
    BAD_REQUEST,
    UNAVAILABLE
  }

  /** Both cases as one value. */
  <T> T fold(Function<Escrowed, T> onEscrowed, Function<Refused, T> onRefused);

  /**
   * The key is in escrow.
   *
   * @param receipt what the key service states about it
   * @param receiptSignature over {@link EscrowReceipt#statement}
   * @param subjectPublicKeyInfo DER of the public half
   * @param envelopedData DER of the EnvelopedData for the client; empty when the profile delivers
   *     no private key
   */
  record Escrowed(
      EscrowReceipt receipt,
      byte[] receiptSignature,
      byte[] subjectPublicKeyInfo,
      Optional<byte[]> envelopedData)
      implements CentralKeyOutcome {
    @Override
    public <T> T fold(Function<Escrowed, T> onEscrowed, Function<Refused, T> onRefused) {
      return onEscrowed.apply(this);
    }
  }

  /**
   * There is no key.
   *
   * @param why for the asker: English, lower case, without a secret
   */
  record Refused(Reason reason, String why) implements CentralKeyOutcome {
    @Override
    public <T> T fold(Function<Escrowed, T> onEscrowed, Function<Refused, T> onRefused) {
      return onRefused.apply(this);
    }
  }
}
