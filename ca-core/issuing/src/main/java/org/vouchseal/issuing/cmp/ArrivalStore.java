package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.model.Reference;

/** Reads what a message is judged by before anything in it is verified. */
public interface ArrivalStore {

  /**
   * All of it as of one moment, by the same work whatever is there: whoever asks has proved nothing
   * yet. Needs a running transaction.
   *
   * @param transactionId of the message; empty when it belongs to no transaction
   * @param claim what a message under a secret says of itself
   */
  Arrival look(Optional<byte[]> transactionId, Optional<Claim> claim);

  /**
   * Under whose secret a message claims to be, and where its failures are counted.
   *
   * @param reference of the order whose secret it should be
   * @param ofPair digest that names the reference and the network it comes from
   * @param ofNetwork digest that names the network
   * @param minute minutes since 1970-01-01T00:00Z
   */
  record Claim(Reference reference, String ofPair, String ofNetwork, long minute) {}

  /**
   * What was found.
   *
   * @param known the transaction with that transactionID
   * @param order the order with that reference, of any state
   * @param failuresOfPair failed MACs in that minute
   * @param failuresOfNetwork the same of the network
   */
  record Arrival(
      Optional<CmpTransaction> known,
      Optional<Order> order,
      int failuresOfPair,
      int failuresOfNetwork) {}
}
