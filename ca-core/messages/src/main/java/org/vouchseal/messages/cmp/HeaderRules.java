package org.vouchseal.messages.cmp;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The rules for the header of a request (RFC 9810 §5.1.1, RFC 9483 §3.1), checked before the
 * protection. Whether a transactionID is in use is the caller's to know.
 */
public final class HeaderRules {

  private static final int MIN_NONCE = 16;
  private static final int MAX_NONCE = 64;
  private static final int MAX_TRANSACTION_ID = 64;
  private static final int MAX_SENDER_KID = 64;

  private final Clock clock;
  private final HeaderSettings settings;

  public HeaderRules(Clock clock, HeaderSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** Why the header is refused, for any message; empty when it passes. */
  public Optional<CmpRefusal> check(HeaderFacts header) {
    if (header.pvno() != 2 && header.pvno() != 3) {
      return refuse(
          CmpFailure.UNSUPPORTED_VERSION, "pvno is " + header.pvno() + ", allowed are 2 and 3");
    }
    return identifiers(header)
        .or(() -> messageTime(header))
        .or(() -> generalInfo(header))
        .or(() -> recipient(header.recipient()));
  }

  /** As {@link #check}, and as the first message of its transaction: without recipNonce. */
  public Optional<CmpRefusal> checkFirst(HeaderFacts header) {
    return check(header)
        .or(
            () ->
                header.recipNonce().isPresent()
                    ? refuse(
                        CmpFailure.BAD_RECIPIENT_NONCE,
                        "the first message of a transaction has a recipNonce")
                    : Optional.empty());
  }

  /**
   * As {@link #check}, and as a later message of its transaction.
   *
   * @param ourLastNonce senderNonce of our last answer in the transaction
   */
  public Optional<CmpRefusal> checkFollowing(HeaderFacts header, byte[] ourLastNonce) {
    return check(header)
        .or(
            () ->
                header.recipNonce().filter(n -> MessageDigest.isEqual(n, ourLastNonce)).isPresent()
                    ? Optional.empty()
                    : refuse(
                        CmpFailure.BAD_RECIPIENT_NONCE,
                        "recipNonce is not the senderNonce of the last answer"));
  }

  private static Optional<CmpRefusal> identifiers(HeaderFacts header) {
    int transaction = header.transactionId().map(id -> id.length).orElse(0);
    if (transaction == 0 || transaction > MAX_TRANSACTION_ID) {
      return refuse(
          CmpFailure.BAD_DATA_FORMAT,
          "transactionID has " + transaction + " octets, allowed are 1 to " + MAX_TRANSACTION_ID);
    }
    int nonce = header.senderNonce().map(octets -> octets.length).orElse(0);
    if (nonce < MIN_NONCE || nonce > MAX_NONCE) {
      return refuse(
          CmpFailure.BAD_SENDER_NONCE,
          "senderNonce has " + nonce + " octets, allowed are " + MIN_NONCE + " to " + MAX_NONCE);
    }
    int kid = header.senderKid().map(octets -> octets.length).orElse(0);
    if (kid > MAX_SENDER_KID) {
      return refuse(
          CmpFailure.BAD_MESSAGE_CHECK,
          "senderKID has " + kid + " octets, the limit is " + MAX_SENDER_KID);
    }
    return Optional.empty();
  }

  private Optional<CmpRefusal> messageTime(HeaderFacts header) {
    if (header.messageTime().isEmpty()) {
      return settings.messageTimeRequired()
          ? refuse(CmpFailure.BAD_TIME, "messageTime is absent")
          : Optional.empty();
    }
    Instant now = clock.instant();
    Duration off = Duration.between(now, header.messageTime().get()).abs();
    return off.compareTo(settings.messageTimeTolerance()) > 0
        ? refuse(
            CmpFailure.BAD_TIME,
            "messageTime is "
                + off.toSeconds()
                + " s away from our clock, the limit is "
                + settings.messageTimeTolerance().toSeconds()
                + " s")
        : Optional.empty();
  }

  private static Optional<CmpRefusal> generalInfo(HeaderFacts header) {
    return header
        .generalInfoFault()
        .map(fault -> new CmpRefusal(CmpFailure.BAD_REQUEST, fault))
        .or(
            () ->
                header.certProfiles().size() > 1
                    ? refuse(
                        CmpFailure.BAD_REQUEST,
                        "certProfile has "
                            + header.certProfiles().size()
                            + " names, a message has one request")
                    : Optional.empty());
  }

  private Optional<CmpRefusal> recipient(GeneralName recipient) {
    if (settings.anyRecipient()) {
      return Optional.empty();
    }
    boolean ours =
        recipient.getTagNo() == GeneralName.directoryName
            && settings.ownNames().contains(X500Name.getInstance(recipient.getName()));
    return ours
        ? Optional.empty()
        : refuse(CmpFailure.WRONG_AUTHORITY, "recipient is not a name of this authority");
  }

  private static Optional<CmpRefusal> refuse(CmpFailure failure, String text) {
    return Optional.of(new CmpRefusal(failure, text));
  }
}
