package org.vouchseal.issuing.issuance;

import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;

/**
 * Asked for every certificate of an end entity, by {@link IssueCertificate} itself: what a request
 * says of names, owner, tier and profile is held against this and nothing else.
 */
@FunctionalInterface
public interface ApprovedOrders {

  /**
   * The order as it may be used now, on no other evidence than a signature of a registration
   * authority that the ceremony named. Needs a running transaction, which may plan on that
   * evidence: it has to lock what it depends on before, or later by reads that lock.
   *
   * @return refused with {@code NOT_AUTHORIZED} when nothing may be issued under it any more, with
   *     {@code ORDER_NOT_BELIEVED} when what is kept of it contradicts itself
   */
  Outcome<ApprovedOrder, Refused> approved(Reference reference);

  /**
   * The same for one request. What the request says is no evidence: who puts its names into the
   * answer vouches for them himself.
   */
  default Outcome<ApprovedOrder, Refused> approved(Reference reference, IssuanceRequest request) {
    return approved(reference);
  }
}
