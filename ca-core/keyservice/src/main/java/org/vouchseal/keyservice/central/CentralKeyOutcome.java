package org.vouchseal.keyservice.central;

import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.model.EscrowReceipt;

/** What came of a request for a central key. */
public sealed interface CentralKeyOutcome {

  /**
   * The key is in escrow.
   *
   * @param receipt what the key service states of it
   * @param receiptSignature signature of the receipt key over {@link EscrowReceipt#statement}; not
   *     copied
   * @param subjectPublicKeyInfo DER of the public half; not copied
   * @param envelopedData DER of the EnvelopedData without ContentInfo; empty when the profile
   *     delivers no private key; not copied
   */
  record Escrowed(
      EscrowReceipt receipt,
      byte[] receiptSignature,
      byte[] subjectPublicKeyInfo,
      Optional<byte[]> envelopedData)
      implements CentralKeyOutcome {

    @Override
    public <R> R fold(
        Function<? super Escrowed, ? extends R> onEscrowed,
        Function<? super Refused, ? extends R> onRefused) {
      return onEscrowed.apply(this);
    }

    @Override
    public String toString() {
      return "Escrowed[" + receipt.escrowId() + "]";
    }
  }

  /**
   * Nothing was made, or it was made and cannot be handed out now.
   *
   * @param reason coarse category
   * @param why English, lower case, fit for the one who asked
   */
  record Refused(Reason reason, String why) implements CentralKeyOutcome {

    @Override
    public <R> R fold(
        Function<? super Escrowed, ? extends R> onEscrowed,
        Function<? super Refused, ? extends R> onRefused) {
      return onRefused.apply(this);
    }
  }

  /** Why there is no key. */
  enum Reason {
    /** The order or the protection does not entitle to such a key or such a delivery. */
    NOT_AUTHORIZED,
    /** The protection of the message does not hold. */
    BAD_MESSAGE_CHECK,
    /** The template asks for a key that is not made, or not taken here. */
    BAD_CERT_TEMPLATE,
    /** The private key that was sent along is not that of the public key. */
    BAD_POP,
    /** The message is no request for a central key. */
    BAD_REQUEST,
    /** Token or database do not answer; the same request may be repeated. */
    UNAVAILABLE;

    /** A refusal of this category, with a text fit for the one who asked. */
    public Refused because(String why) {
      return new Refused(this, why);
    }
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super Escrowed, ? extends R> onEscrowed,
      Function<? super Refused, ? extends R> onRefused);
}
