package org.vouchseal.keyservice.order;

import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.RevalidationOrder;

/** Verifies orders with the keys of the registration authorities, as the ceremony lists them. */
public interface OrderVerifier {

  /**
   * The order, when a registration authority that may order it has signed it. Not checked: {@code
   * exp}, which is the registrar's to keep, and what became of the order since.
   */
  Outcome<EnrolmentOrder, String> verify(String orderJws);

  /** The re-validation, when the registration authority of that order has signed it. */
  Outcome<RevalidationOrder, String> revalidation(String jws, EnrolmentOrder order);
}
