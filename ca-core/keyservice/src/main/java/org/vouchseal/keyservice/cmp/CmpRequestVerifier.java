package org.vouchseal.keyservice.cmp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.RequestVerifier;
import org.vouchseal.keyservice.central.VerifiedAsk;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.cmp.SenderReference;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;

/**
 * Verifies requests for central keys.
 *
 * <p>Under a signature the signer has a certificate of the S/MIME CA with digitalSignature for a
 * mailbox of the order; a registration authority's certificate comes from another CA and is
 * refused, so that a message under it alone never yields a private key. Under a MAC the message
 * names the order's reference and the MAC holds under the key service's own copy of the secret.
 */
public final class CmpRequestVerifier implements RequestVerifier {

  private final CmpReader reader;
  private final MacProtection macs;
  private final SenderReference references;
  private final Signers signers;

  /**
   * A verifier.
   *
   * @param signatures whose paths lead to the S/MIME CA and to no other
   */
  public CmpRequestVerifier(
      CmpReader reader,
      MacProtection macs,
      SignatureProtection signatures,
      SenderReference references,
      SignerEntitlement entitlement) {
    this.reader = reader;
    this.macs = macs;
    this.references = references;
    this.signers = new Signers(signatures, entitlement);
  }

  @Override
  public boolean claimsMac(byte[] pkiMessage) {
    return reader
        .read(pkiMessage)
        .<Boolean>fold(
            message -> message.header().protection().isMac(), (refusal, header) -> false);
  }

  @Override
  public Outcome<VerifiedAsk, CentralKeyOutcome.Refused> verify(
      byte[] pkiMessage, EnrolmentOrder order, Optional<MacSecret> secret) {
    return reader
        .read(pkiMessage)
        .<Outcome<ReceivedMessage, CentralKeyOutcome.Refused>>fold(
            Outcome::of,
            (refusal, header) -> Outcome.refused(Reason.BAD_REQUEST.because(refusal.text())))
        .then(message -> verify(message, order, secret));
  }

  private Outcome<VerifiedAsk, CentralKeyOutcome.Refused> verify(
      ReceivedMessage message, EnrolmentOrder order, Optional<MacSecret> secret) {
    Outcome<VerifiedAsk.Sender, CentralKeyOutcome.Refused> sender =
        message.header().protection().isMac()
            ? underSecret(message, order, secret)
            : signers
                .holder(message, order)
                .<Outcome<VerifiedAsk.Sender, CentralKeyOutcome.Refused>>fold(
                    Outcome::of, Outcome::refused);
    return sender.then(
        who ->
            Signers.transactionId(message)
                .then(
                    id ->
                        CentralKeyTemplate.of(message)
                            .then(template -> Outcome.of(ask(message, id, template, who)))));
  }

  private static VerifiedAsk ask(
      ReceivedMessage message,
      byte[] transactionId,
      CentralKeyTemplate template,
      VerifiedAsk.Sender sender) {
    return new VerifiedAsk(
        transactionId,
        message.digestHex(),
        message.bodyType() == BodyType.IR,
        template.algorithm(),
        template.deliveryKey(),
        sender);
  }

  private Outcome<VerifiedAsk.Sender, CentralKeyOutcome.Refused> underSecret(
      ReceivedMessage message, EnrolmentOrder order, Optional<MacSecret> secret) {
    byte[] reference = order.reference().value().getBytes(StandardCharsets.UTF_8);
    boolean named =
        references
            .of(message.header())
            .filter(kid -> MessageDigest.isEqual(kid, reference))
            .isPresent();
    if (!named || secret.isEmpty()) {
      return badCheck(macs.refuseUnknown(message));
    }
    return macs.verify(message, secret.get())
        .<Outcome<VerifiedAsk.Sender, CentralKeyOutcome.Refused>>fold(
            parameters ->
                Outcome.of(
                    new VerifiedAsk.SecretHolder(order.reference().value(), parameters.salt())),
            CmpRequestVerifier::badCheck);
  }

  private static <T> Outcome<T, CentralKeyOutcome.Refused> badCheck(CmpRefusal refusal) {
    Reason reason =
        refusal.equals(MacProtection.BUSY) ? Reason.UNAVAILABLE : Reason.BAD_MESSAGE_CHECK;
    return Outcome.refused(reason.because(refusal.text()));
  }
}
