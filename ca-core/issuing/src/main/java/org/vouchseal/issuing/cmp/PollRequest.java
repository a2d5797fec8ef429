package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;

/** Reads the body of a pollReq (RFC 9810 §5.3.22). */
final class PollRequest {

  private PollRequest() {}

  /** Why it does not ask for exactly the one request of that number. */
  static Optional<CmpRefusal> fault(ReceivedMessage message, int certReqId) {
    try {
      var ids =
          PollReqContent.getInstance(message.pki().getBody().getContent()).getCertReqIdValues();
      return ids.length == 1 && ids[0].bitLength() < 32 && ids[0].intValueExact() == certReqId
          ? Optional.empty()
          : Optional.of(
              CmpFailure.BAD_REQUEST.because(
                  "pollReq must name certReqId " + certReqId + " and no other"));
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand
      return Optional.of(CmpFailure.BAD_DATA_FORMAT.because("pollReq cannot be decoded"));
    }
  }
}
