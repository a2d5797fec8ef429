package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps orders and the statements behind them; every call needs a running transaction. */
public interface OrderStore {

  /** The order in force for a reference. */
  Optional<Order> find(Reference reference);

  /** As {@link #find}, locked until the running transaction ends. */
  Optional<Order> findAndLock(Reference reference);

  /** Puts a new order in force; {@code DuplicateKey} when the reference is taken. */
  void insert(Order order);

  /** Replaces the order in force for the same reference. */
  void replace(Order order);

  /** Erases the secret for good. True when there was one. */
  boolean spendSecret(Reference reference, Instant at);

  /** Orders whose secret is there and ended at or before {@code at}, at most 100. */
  List<Order> withExpiredSecret(Instant at);

  /** Ends the order and erases its secret. True when it was open. */
  boolean revoke(Reference reference, Instant at);

  /** Lets an order that may be used be used until a later time. True when it is one. */
  boolean extend(Reference reference, Instant reusableUntil);

  /**
   * Orders of a registration authority whose validation has ended and for which a renewal waits, by
   * reference, those after {@code after} only.
   */
  List<WaitingRenewal> waitingRenewals(String ra, Instant at, Optional<Reference> after, int limit);

  /** The statement with that signer and jti. */
  Optional<Statement> statement(String ra, String jti);

  /** The order in force for a reference with all that speaks for and against it. */
  Optional<OrderEvidence> evidence(Reference reference);

  /** Keeps a statement; {@code DuplicateKey} when signer and jti are taken. */
  void keep(Statement statement);

  /**
   * Counts one more accepted statement of that signer on that day, and gives how many there are
   * with it. The count is locked until the running transaction ends, and undone with it.
   */
  int countOne(String ra, LocalDate day);

  /** Takes one back that the running transaction counted. */
  void takeBackOne(String ra, LocalDate day);
}
