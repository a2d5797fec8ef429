package org.vouchseal.issuing.registrar;

import java.util.List;

/**
 * All that the database has about one order, as of one moment.
 *
 * @param order as it is in force
 * @param authorityEnabled whether its registration authority was taken over and is not disabled
 * @param newestFirst every statement about it, of whatever kind and signer, the last one accepted
 *     first
 */
public record OrderEvidence(Order order, boolean authorityEnabled, List<Statement> newestFirst) {

  public OrderEvidence {
    newestFirst = List.copyOf(newestFirst);
  }
}
