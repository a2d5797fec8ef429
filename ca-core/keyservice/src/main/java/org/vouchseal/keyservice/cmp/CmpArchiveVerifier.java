package org.vouchseal.keyservice.cmp;

import org.vouchseal.keyservice.archive.ArchiveVerifier;
import org.vouchseal.keyservice.archive.VerifiedArchive;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;

/** Verifies requests that bring their own key: under a signing certificate, never under a MAC. */
public final class CmpArchiveVerifier implements ArchiveVerifier {

  private final CmpReader reader;
  private final Signers signers;

  /**
   * A verifier.
   *
   * @param signatures whose paths lead to the S/MIME CA and to no other
   */
  public CmpArchiveVerifier(
      CmpReader reader, SignatureProtection signatures, SignerEntitlement entitlement) {
    this.reader = reader;
    this.signers = new Signers(signatures, entitlement);
  }

  @Override
  public Outcome<VerifiedArchive, CentralKeyOutcome.Refused> verify(
      byte[] pkiMessage, EnrolmentOrder order) {
    return reader
        .read(pkiMessage)
        .<Outcome<ReceivedMessage, CentralKeyOutcome.Refused>>fold(
            Outcome::of,
            (refusal, header) -> Outcome.refused(Reason.BAD_REQUEST.because(refusal.text())))
        .then(CmpArchiveVerifier::signed)
        .then(
            message ->
                signers
                    .holder(message, order)
                    .then(
                        sender ->
                            Signers.transactionId(message)
                                .then(
                                    id ->
                                        ArchiveTemplate.of(message)
                                            .then(
                                                template ->
                                                    Outcome.of(
                                                        new VerifiedArchive(
                                                            id,
                                                            message.digestHex(),
                                                            template.subjectPublicKeyInfo(),
                                                            template.algorithm(),
                                                            template.envelopedData(),
                                                            sender))))));
  }

  private static Outcome<ReceivedMessage, CentralKeyOutcome.Refused> signed(
      ReceivedMessage message) {
    return message.header().protection().isMac()
        ? Outcome.refused(
            Reason.NOT_AUTHORIZED.because(
                "profile encryption-client needs a message under a signing certificate"))
        : Outcome.of(message);
  }
}
