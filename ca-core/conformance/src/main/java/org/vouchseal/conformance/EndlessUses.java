package org.vouchseal.conformance;

import java.time.Instant;
import java.util.List;
import org.vouchseal.issuing.registrar.OrderUse;
import org.vouchseal.issuing.registrar.OrderUseStore;
import org.vouchseal.model.Reference;

/**
 * Keeps nothing of what is taken: every use of the one order stays free, and its secret, which the
 * first signing certificate of an order spends, is never spent.
 */
final class EndlessUses implements OrderUseStore {

  @Override
  public List<OrderUse> taken(Reference reference) {
    return List.of();
  }

  @Override
  public void open(Reference reference, String name, byte[] transactionId, Instant at) {}

  @Override
  public boolean confirm(Reference reference, String name, byte[] transactionId) {
    return false;
  }

  @Override
  public boolean reopen(Reference reference, String name, byte[] transactionId) {
    return false;
  }
}
