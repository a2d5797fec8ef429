package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Reference;

/**
 * Keeps what of an order is taken; every call needs a running transaction that holds the order's
 * lock.
 */
public interface OrderUseStore {

  /** Every use of the order that is taken. */
  List<OrderUse> taken(Reference reference);

  /** Takes a use; {@code DuplicateKey}, at the latest at the commit, when it is taken. */
  void open(Reference reference, String name, byte[] transactionId, Instant at);

  /** Marks the use of that transaction confirmed. True when it was open. */
  boolean confirm(Reference reference, String name, byte[] transactionId);

  /** Gives the use back, if it is that transaction's. True when it was. */
  boolean reopen(Reference reference, String name, byte[] transactionId);
}
