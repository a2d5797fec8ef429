package org.vouchseal.conformance;

import org.vouchseal.issuing.issuance.ApprovedOrder;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.issuance.IssuanceRequest;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;

/**
 * Takes the names from the request, and all else from the order as it is proved: nobody validated
 * them, which is what the root's name says.
 */
final class BelievedNames implements ApprovedOrders {

  private final ApprovedOrders proved;

  BelievedNames(ApprovedOrders proved) {
    this.proved = proved;
  }

  @Override
  public Outcome<ApprovedOrder, Refused> approved(Reference reference) {
    return proved.approved(reference);
  }

  @Override
  public Outcome<ApprovedOrder, Refused> approved(Reference reference, IssuanceRequest request) {
    return proved
        .approved(reference)
        .then(
            order ->
                Outcome.of(
                    new ApprovedOrder(
                        order.reference(),
                        order.owner(),
                        order.tier(),
                        request.subject(),
                        request.mailboxes(),
                        order.profiles(),
                        order.validity())));
  }
}
