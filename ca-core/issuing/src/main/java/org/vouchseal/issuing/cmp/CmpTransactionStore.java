package org.vouchseal.issuing.cmp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/** Keeps CMP transactions; every call needs a running transaction of the database. */
public interface CmpTransactionStore {

  /** The one with that transactionID. */
  Optional<CmpTransaction> find(byte[] transactionId);

  /** As {@link #find}, read anew and locked until the running transaction ends. */
  Optional<CmpTransaction> findAndLock(byte[] transactionId);

  /**
   * As {@link #findAndLock} with the order of that reference, which is read anew and locked before
   * it; empty when either is not there.
   */
  Optional<WithOrder> findWithOrderAndLock(byte[] transactionId, Reference order);

  /**
   * Adds it; {@code DuplicateKey}, at the latest at the commit, when its transactionID is taken.
   */
  void insert(CmpTransaction transaction);

  /**
   * Moves a locked transaction on with the answer to be given; a fault, at the latest at the
   * commit, when it is not in {@code from}.
   */
  void move(byte[] transactionId, CmpTransaction.State from, Move to);

  /**
   * Lets a request wait, or wait on. True when the transaction was in {@code from}.
   *
   * @param dueAt when it has waited too long
   */
  boolean await(
      byte[] transactionId,
      CmpTransaction.State from,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      Answered answered);

  /** Transactions that are not ended and time out at or before {@code at}, at most 100. */
  List<CmpTransaction> timedOut(Instant at);

  /** Erases answers of transactions that ended before {@code limit}; their digests stay. */
  int eraseAnswers(Instant limit);

  /** A transaction and an order, both locked. */
  record WithOrder(CmpTransaction transaction, Order order) {}

  /**
   * A step of a transaction; what was kept of a waiting request is erased by it.
   *
   * @param state the new state
   * @param endedAt present exactly when the state is an end
   * @param dueAt when it times out, where this step changes that
   * @param serial the certificate, when this step made it known
   * @param answered the answer of this step; empty erases the one before
   */
  record Move(
      CmpTransaction.State state,
      Optional<Instant> endedAt,
      Optional<Instant> dueAt,
      Optional<SerialNumber> serial,
      Optional<Answered> answered) {}

  /**
   * An answer with what is needed to give it again.
   *
   * @param messageDigest SHA-256 of the message it answers, lower-case hexadecimal
   * @param nonce its senderNonce
   * @param der its octets; not copied
   */
  record Answered(String messageDigest, byte[] nonce, byte[] der) {}
}
