package org.vouchseal.keyservice.central;

import java.time.Clock;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/** Orders that entitle to a key of a profile now; what issuing made of them does not count. */
public final class EntitledOrders {

  private final OrderVerifier orders;
  private final Clock clock;

  public EntitledOrders(OrderVerifier orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  /** The order as its registration authority signed it. */
  public Outcome<EnrolmentOrder, CentralKeyOutcome.Refused> find(
      String statement, ProfileName profile) {
    return orders
        .verify(statement)
        .<Outcome<EnrolmentOrder, CentralKeyOutcome.Refused>>fold(
            Outcome::of, why -> Outcome.refused(Reason.NOT_AUTHORIZED.because(why)))
        .then(order -> entitled(order, profile));
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
