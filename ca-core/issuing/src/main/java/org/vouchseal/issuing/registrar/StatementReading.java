package org.vouchseal.issuing.registrar;

import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;

/**
 * Reads what registration authorities sign and seal. It verifies form and signature, under the key
 * of the registration authority that the statement names; what that one may order is not judged.
 */
public interface StatementReading {

  /** An order of kind {@code enrolment}. */
  Ruling<EnrolmentOrder> enrolment(String jws);

  /** An order of kind {@code revocation}. */
  Ruling<RevocationOrder> revocation(String jws);

  /** A query for the outcome of an order. */
  Ruling<OrderQuery> query(String jws);

  /** The secret that travels beside an order, bound to its reference and jti; the caller closes it. */
  Ruling<MacSecret> secret(String jwe, EnrolmentOrder order);
}
