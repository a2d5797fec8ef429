package org.vouchseal.issuing.cmp;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/**
 * A CMP transaction as it is kept: its transactionID is the name of its work for ever.
 *
 * @param transactionId as sent; not copied
 * @param sender who opened it and alone may go on with it, see {@link Requester#name}
 * @param protection {@code PBM}, {@code PBMAC1} or {@code SIGNATURE}
 * @param body label of the first message's body
 * @param profile the profile asked for; empty for rr
 * @param use what of the order it took; empty for rr
 * @param reference the order it works under
 * @param requestDigest SHA-256 of the first message, lower-case hexadecimal
 * @param state how far it has come
 * @param openedAt when it was opened
 * @param dueAt when it times out: certConf is awaited until then, or what a request waits for
 * @param endedAt when it ended
 * @param serial the certificate it issued, or revoked by rr
 * @param ourNonce senderNonce of the last answer
 * @param lastDigest SHA-256 of the last answered message
 * @param answer the last answer's octets, until they are erased
 * @param waiting present exactly while the request waits
 */
public record CmpTransaction(
    byte[] transactionId,
    String sender,
    String protection,
    String body,
    Optional<ProfileName> profile,
    Optional<String> use,
    Reference reference,
    String requestDigest,
    State state,
    Instant openedAt,
    Instant dueAt,
    Optional<Instant> endedAt,
    Optional<SerialNumber> serial,
    Optional<byte[]> ourNonce,
    Optional<String> lastDigest,
    Optional<byte[]> answer,
    Optional<Waiting> waiting) {

  /** How far a transaction has come. */
  public enum State {
    /** Committed, nothing answered. */
    OPEN,
    /** It cannot be decided yet; the client polls. */
    WAITING,
    /** The certificate is answered and waits for certConf. */
    ISSUED,
    CONFIRMED,
    /** The client rejected the certificate, or confirmed another one than was issued. */
    REJECTED,
    /** certConf did not come in time. */
    TIMED_OUT,
    /** Nothing was issued. */
    REFUSED,
    /** An rr that was done. */
    REVOKED;

    /** Whether nothing can follow. */
    public boolean isEnded() {
      return this != OPEN && this != WAITING && this != ISSUED;
    }
  }

  /**
   * What is kept of a request that waits.
   *
   * @param request the whole message as received; not copied
   * @param pollAfter before then a pollReq is answered without a look at anything
   * @param awaited what it waited for when that was last looked at, as it is told to the client
   */
  public record Waiting(byte[] request, Instant pollAfter, String awaited) {}

  /** The body that began it. */
  BodyType firstBody() {
    return BodyType.ofLabel(body);
  }

  /** By which number the one request is named in the transaction's later messages. */
  int certReqId() {
    return firstBody().certReqId();
  }

  /** Whether the certificate is still to be made. */
  boolean isUndecided() {
    return state == State.OPEN || state == State.WAITING;
  }

  /** The serial number of a certificate that was issued. */
  SerialNumber issuedSerial() {
    return serial.orElseThrow(() -> new IllegalStateException("issued without a serial: " + this));
  }

  /** The message that waits. */
  byte[] waitingRequest() {
    return kept().request();
  }

  /** What the request waited for when that was last looked at. */
  Awaited awaited() {
    return new Awaited(kept().awaited());
  }

  /** Before then a pollReq is answered without a look at anything. */
  Instant pollAfter() {
    return kept().pollAfter();
  }

  private Waiting kept() {
    return waiting.orElseThrow(() -> new IllegalStateException("does not wait: " + this));
  }

  /** What an enrolment took of its order. */
  String takenUse() {
    return use.orElseThrow(() -> new IllegalStateException("enrolment without a use: " + this));
  }

  @Override
  public String toString() {
    return "CmpTransaction["
        + java.util.HexFormat.of().formatHex(transactionId)
        + " "
        + body
        + " "
        + state
        + "]";
  }
}
