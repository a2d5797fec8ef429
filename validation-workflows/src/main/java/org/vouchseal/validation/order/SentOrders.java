package org.vouchseal.validation.order;

import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps what was signed for the registrar. Every method needs a running transaction. */
public interface SentOrders {

  /** Keeps one before it is sent; two with the same number of one reference are a DuplicateKey. */
  void intend(SentOrder order);

  /** Writes down the registrar's answer to an intended one. */
  void answered(String jti, SentOrder.State state, String answer);

  /** The newest enrolment order of a reference that was not refused. */
  Optional<SentOrder> newestNotRefused(Reference reference);

  /** The enrolment order of a reference with that jti. */
  Optional<SentOrder> enrolment(Reference reference, String jti);

  /** The newest re-validation of a reference. */
  Optional<SentOrder> newestRevalidation(Reference reference);

  /** How many were signed for a reference. */
  int count(Reference reference);
}
