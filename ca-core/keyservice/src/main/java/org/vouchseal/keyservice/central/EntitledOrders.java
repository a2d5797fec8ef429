package org.vouchseal.keyservice.central;

import java.time.Clock;
import java.util.Optional;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.RevalidationOrder;

/** Orders that entitle to a key of a profile now; what issuing made of them does not count. */
public final class EntitledOrders {

  private final OrderVerifier orders;
  private final Clock clock;

  public EntitledOrders(OrderVerifier orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  /** The order as its registration authority signed it, and extended when it was. */
  public Outcome<EnrolmentOrder, CentralKeyOutcome.Refused> find(CentralKeyRequest request) {
    return orders
        .verify(request.orderJws())
        .then(order -> extended(order, request.revalidationJws()))
        .<Outcome<EnrolmentOrder, CentralKeyOutcome.Refused>>fold(
            Outcome::of, why -> Outcome.refused(Reason.NOT_AUTHORIZED.because(why)))
        .then(order -> entitled(order, request.profile()));
  }

  private Outcome<EnrolmentOrder, String> extended(EnrolmentOrder order, Optional<String> jws) {
    return jws.map(
            given ->
                orders
                    .revalidation(given, order)
                    .then(
                        found ->
                            found.isAbout(order) && found.isWithinProof()
                                ? Outcome.<EnrolmentOrder, String>of(later(order, found))
                                : Outcome.<EnrolmentOrder, String>refused(
                                    "the re-validation is of another order, or states too much")))
        .orElseGet(() -> Outcome.of(order));
  }

  private static EnrolmentOrder later(EnrolmentOrder order, RevalidationOrder found) {
    return found.reusableUntil().isAfter(order.reusableUntil())
        ? order.reusableUntil(found.reusableUntil())
        : order;
  }

  private Outcome<EnrolmentOrder, CentralKeyOutcome.Refused> entitled(
      EnrolmentOrder order, ProfileName profile) {
    if (order.tier() != AssuranceTier.V1) {
      // Higher tiers need the deciding people's own signatures, which no order carries yet.
      return Outcome.refused(
          Reason.NOT_AUTHORIZED.because("an order of tier " + order.tier() + " is not decided"));
    }
    if (!order.profiles().contains(profile)) {
      return Outcome.refused(
          Reason.NOT_AUTHORIZED.because("the order does not name profile " + profile));
    }
    if (!clock.instant().isBefore(order.reusableUntil())) {
      return Outcome.refused(
          Reason.NOT_AUTHORIZED.because(
              "the validation behind the order could be used until " + order.reusableUntil()));
    }
    return Outcome.of(order);
  }
}
