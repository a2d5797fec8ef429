package org.vouchseal.messages.cmp;

import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The header of an answer, without its protection.
 *
 * @param pvno version: the request's, or 3 where the body needs it
 * @param sender our name; a signed answer takes the subject of the signer instead
 * @param recipient who gets it: the request's sender
 * @param transactionId the request's, or 16 fresh octets where it had none
 * @param senderNonce ours, fresh, 16 octets
 * @param recipNonce the request's senderNonce
 * @param messageTime our time, whole seconds
 * @param senderKid under a MAC the request's senderKID; a signed answer takes the signer's
 * @param implicitConfirm whether implicit confirmation is granted
 * @param confirmWaitTime until when we wait for certConf
 */
public record AnswerHeader(
    int pvno,
    GeneralName sender,
    GeneralName recipient,
    byte[] transactionId,
    byte[] senderNonce,
    Optional<byte[]> recipNonce,
    Instant messageTime,
    Optional<byte[]> senderKid,
    boolean implicitConfirm,
    Optional<Instant> confirmWaitTime) {

  public AnswerHeader {
    if (pvno != 2 && pvno != 3) {
      throw new IllegalArgumentException("pvno of an answer is 2 or 3");
    }
    if (implicitConfirm && confirmWaitTime.isPresent()) {
      throw new IllegalArgumentException("implicitConfirm and confirmWaitTime exclude each other");
    }
  }

  /**
   * The header that answers a request; pvno is the request's where it is one we speak, else 2.
   *
   * @param freshTransactionId used when the request had none
   */
  public static AnswerHeader to(
      HeaderFacts request,
      X500Name sender,
      byte[] freshTransactionId,
      byte[] senderNonce,
      Instant now) {
    return new AnswerHeader(
        request.pvno() == 3 ? 3 : 2,
        new GeneralName(sender),
        request.sender(),
        request.transactionId().orElse(freshTransactionId),
        senderNonce,
        request.senderNonce(),
        now,
        request.protection().isMac() ? request.senderKid() : Optional.empty(),
        false,
        Optional.empty());
  }

  /** The same with version 3: the body holds EnvelopedData or a hashAlg. */
  public AnswerHeader version3() {
    return new AnswerHeader(
        3,
        sender,
        recipient,
        transactionId,
        senderNonce,
        recipNonce,
        messageTime,
        senderKid,
        implicitConfirm,
        confirmWaitTime);
  }

  /** The same, granting implicit confirmation. */
  public AnswerHeader confirmedImplicitly() {
    return new AnswerHeader(
        pvno,
        sender,
        recipient,
        transactionId,
        senderNonce,
        recipNonce,
        messageTime,
        senderKid,
        true,
        Optional.empty());
  }

  /** The same, telling until when certConf is waited for. */
  public AnswerHeader confirmedUntil(Instant end) {
    return new AnswerHeader(
        pvno,
        sender,
        recipient,
        transactionId,
        senderNonce,
        recipNonce,
        messageTime,
        senderKid,
        false,
        Optional.of(end));
  }

  AnswerHeader signedBy(X500Name subject, Optional<byte[]> keyIdentifier) {
    return new AnswerHeader(
        pvno,
        new GeneralName(subject),
        recipient,
        transactionId,
        senderNonce,
        recipNonce,
        messageTime,
        keyIdentifier,
        implicitConfirm,
        confirmWaitTime);
  }
}
