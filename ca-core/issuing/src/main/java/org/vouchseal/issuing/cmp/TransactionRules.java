package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.HeaderRules;
import org.vouchseal.messages.cmp.ProtectionKind;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.Transactions;

/**
 * Which message may belong to which transaction. A transaction has one requester and one way of
 * protection; somebody else learns of it only that its transactionID is in use.
 */
final class TransactionRules {

  private final HeaderRules headers;
  private final Transactions transactions;
  private final Certificates certificates;

  TransactionRules(HeaderRules headers, Transactions transactions, Certificates certificates) {
    this.headers = headers;
    this.transactions = transactions;
    this.certificates = certificates;
  }

  /** What is refused whoever sent it: a used transactionID, a wrong header, a wrong address. */
  Optional<CmpRefusal> early(
      ReceivedMessage message, CmpPath path, Optional<CmpTransaction> known) {
    if (message.bodyType().follows()) {
      return headers.check(message.header());
    }
    if (message.bodyType() == BodyType.NESTED) {
      // it may name the transaction of the message within and its nonces (RFC 9483 §5.2.2.1)
      return headers.check(message.header()).or(() -> address(message.bodyType(), path));
    }
    if (known.isPresent()) {
      // what resumes passed when it opened its transaction; an outage may outlast its messageTime
      return resumes(message, known.get()) ? Optional.empty() : Optional.of(TransactionBook.IN_USE);
    }
    return headers.checkFirst(message.header()).or(() -> address(message.bodyType(), path));
  }

  private static Optional<CmpRefusal> address(BodyType body, CmpPath path) {
    return path.fits(body)
        ? Optional.empty()
        : refuse(
            CmpFailure.BAD_REQUEST, body.label() + " does not fit the operation in the address");
  }

  /**
   * What somebody is told besides whose message proves nothing: his secret may be spent and erased
   * by the very transaction that he names.
   */
  Optional<CmpRefusal> toAnybody(ReceivedMessage message, Optional<CmpTransaction> known) {
    return known
        .filter(t -> message.header().protection().isMac())
        .filter(t -> ProtectionKind.valueOf(t.protection()).isMac())
        .flatMap(t -> confirmedBefore(message.bodyType(), t));
  }

  /** Why the message of this requester does not belong to the transaction that it names. */
  Optional<CmpRefusal> toRequester(
      ReceivedMessage message, Requester requester, Optional<CmpTransaction> known) {
    return known.flatMap(
        transaction ->
            otherRequester(requester, transaction)
                .or(() -> confirmedBefore(message.bodyType(), transaction))
                .or(() -> nonce(message, transaction)));
  }

  private static boolean resumes(ReceivedMessage message, CmpTransaction known) {
    return !known.state().isEnded() && known.requestDigest().equals(message.digestHex());
  }

  private static Optional<CmpRefusal> confirmedBefore(BodyType body, CmpTransaction known) {
    return body == BodyType.CERTCONF && known.state() == CmpTransaction.State.CONFIRMED
        ? Optional.of(ConfirmationHandler.CONFIRMED)
        : Optional.empty();
  }

  /** Nothing can follow an ended transaction; whoever lost our last answer lacks its nonce. */
  private Optional<CmpRefusal> nonce(ReceivedMessage message, CmpTransaction transaction) {
    return transaction.state().isEnded() || !message.bodyType().follows()
        ? Optional.empty()
        : transaction.ourNonce().flatMap(ours -> headers.checkFollowing(message.header(), ours));
  }

  private Optional<CmpRefusal> otherRequester(Requester requester, CmpTransaction transaction) {
    ProtectionKind before = ProtectionKind.valueOf(transaction.protection());
    if (transaction.sender().equals(requester.name())) {
      return before == requester.kind()
          ? Optional.empty()
          : refuse(
              CmpFailure.BAD_MESSAGE_CHECK, "the transaction began with another MAC algorithm");
    }
    if (!isOf(requester, transaction.reference())) {
      return Optional.of(TransactionBook.IN_USE);
    }
    return before.isMac() != requester.kind().isMac()
        ? refuse(
            CmpFailure.WRONG_INTEGRITY, "the transaction began with another kind of protection")
        : refuse(CmpFailure.WRONG_AUTHORITY, "the transaction was begun by another certificate");
  }

  private boolean isOf(Requester requester, Reference order) {
    return requester.fold(
        secret -> secret.order().reference().equals(order),
        signature ->
            transactions
                .run(() -> certificates.find(IssuingAuthority.SMIME, signature.serial()))
                .flatMap(IssuedCertificate::order)
                .filter(order::equals)
                .isPresent(),
        authority -> false);
  }

  private static Optional<CmpRefusal> refuse(CmpFailure failure, String text) {
    return Optional.of(new CmpRefusal(failure, text));
  }
}
