package org.vouchseal.messages.order;

import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.model.EnrolmentOrder;

/**
 * Verifies kept statements that are CMP messages, see {@link SignedRequest}: the signature of the
 * message holds under the one certificate that is registered for the registration authority. Holds
 * no state and is safe for many threads.
 */
public final class SignedRequestReader {

  private final CmpReader reader;
  private final SignatureProtection signatures;

  public SignedRequestReader(CmpReader reader, SignatureProtection signatures) {
    this.reader = reader;
    this.signatures = signatures;
  }

  /** The certificate that a statement names as its signer's; nothing is verified by it. */
  public Optional<byte[]> claimedSigner(String statement) {
    return message(statement).flatMap(message -> message.extraCerts().stream().findFirst());
  }

  /**
   * The order that a statement proves; empty when it proves none.
   *
   * @param ra name of the registration authority
   * @param certificate DER of the certificate registered for it
   */
  public Optional<EnrolmentOrder> order(String statement, String ra, byte[] certificate) {
    return message(statement)
        .filter(
            message ->
                signatures
                    .signer(message)
                    .result()
                    .filter(signer -> Arrays.equals(signer.certificate(), certificate))
                    .isPresent())
        .flatMap(message -> SignedRequest.order(message, ra).result());
  }

  private Optional<ReceivedMessage> message(String statement) {
    return SignedRequest.message(statement)
        .map(reader::read)
        .flatMap(
            reading ->
                reading.<Optional<ReceivedMessage>>fold(
                    Optional::of, (refusal, header) -> Optional.empty()));
  }
}
