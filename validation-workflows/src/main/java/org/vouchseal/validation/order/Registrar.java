package org.vouchseal.validation.order;

import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;

/**
 * The registrar of the certificate authority, in whose books this registration authority stands.
 * Never called inside a database transaction.
 */
public interface Registrar {

  /** Signs an order and encrypts its secret; asks nobody. */
  SealedOrder seal(OrderDraft draft, OrderSecret secret);

  /** Signs a revocation; asks nobody. */
  SealedOrder seal(RevocationDraft draft);

  /** Signs that an applicant was validated anew; asks nobody. */
  SealedOrder seal(RevalidationDraft draft);

  /** Signs a wish about the public look-up; asks nobody. */
  SealedOrder seal(DirectoryDraft draft);

  /** Sends an order; the same one may be sent again. Waits 5 seconds at most. */
  OrderOutcome submit(SealedOrder order);

  /** Sends a revocation; the same one may be sent again. Waits 5 seconds at most. */
  OrderOutcome revoke(SealedOrder revocation);

  /** Sends a re-validation; the same one may be sent again. Waits 5 seconds at most. */
  OrderOutcome extend(SealedOrder revalidation);

  /**
   * Under which of our orders a renewal waits for a re-validation, by reference, few at a time.
   *
   * @param after only those after this one
   * @return empty when the registrar does not answer; an empty list when there are none further
   */
  Optional<List<WaitingRenewal>> waitingRenewals(Optional<Reference> after);

  /**
   * Sends a wish about the public look-up; the same one may be sent again. Waits 5 seconds at most.
   */
  OrderOutcome list(SealedOrder wish);

  /**
   * Hands on a former owner's objection; the same one may be sent again. Waits 5 seconds at most.
   *
   * @param reference the new owner's order
   * @param cms DER of the SignedData by which he objects; the registrar verifies it
   */
  OrderOutcome object(Reference reference, byte[] cms);

  /**
   * What became of an order.
   *
   * @return empty when the registrar does not answer, or does not know it
   */
  Optional<OrderStanding> standing(Reference reference);
}
