package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.registrar.AcceptSignedRequest;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.order.SignedRequest;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.Transactions;

/**
 * Finds the order that a request for a certificate works under: the one of its secret or of its
 * signer's certificate, or the one that the request itself is when a registration authority signed
 * it. Changes nothing.
 */
final class OrderOfRequest {

  private final Transactions transactions;
  private final SignerRights rights;
  private final AcceptSignedRequest signedRequests;
  private final Awaiting awaiting;
  private final Clock clock;

  OrderOfRequest(CmpParts parts, SignerRights rights) {
    this.transactions = parts.transactions();
    this.rights = rights;
    this.signedRequests = parts.registrar().acceptSignedRequest();
    this.awaiting = parts.rules().awaiting();
    this.clock = parts.clock();
  }

  /**
   * What was found.
   *
   * @param order as it is, or will be in force
   * @param ordered the order that the request itself is
   */
  record Found(Order order, Optional<EnrolmentOrder> ordered) {}

  /** The order, when the route may be taken under it. */
  Outcome<Found, CmpRefusal> find(Conversation conversation, Route route) {
    return conversation
        .requester()
        .<Outcome<Found, CmpRefusal>>fold(
            secret -> Outcome.of(new Found(secret.order(), Optional.empty())),
            signature ->
                transactions
                    .run(() -> rights.order(signature))
                    .then(order -> Outcome.of(new Found(order, Optional.empty()))),
            authority -> ordered(conversation, authority.authority()))
        .then(found -> usable(conversation, route, found));
  }

  private Outcome<Found, CmpRefusal> ordered(
      Conversation conversation, RegistrationAuthority authority) {
    return SignedRequest.order(conversation.request(), authority.name())
        .then(
            ordered ->
                signedRequests
                    .seen(ordered, authority)
                    .<Outcome<Found, CmpRefusal>>fold(
                        order -> Outcome.of(new Found(order, Optional.of(ordered))),
                        problem -> no(problem.why())));
  }

  private Outcome<Found, CmpRefusal> usable(Conversation conversation, Route route, Found found) {
    Order order = found.order();
    if (conversation.forwarder().filter(ra -> !ra.mayForward(order)).isPresent()) {
      return no("the registration authority that forwards may not do so for this tier or mailbox");
    }
    if (!order.profiles().contains(route.profile())) {
      return no("profile " + route.profile() + " was not ordered for this enrolment");
    }
    Instant now = clock.instant();
    return order.usableAt(now)
            || awaiting.before(route, order, conversation.known(), now).isPresent()
        ? Outcome.of(found)
        : no("the enrolment is revoked or its validation expired");
  }

  private static Outcome<Found, CmpRefusal> no(String text) {
    return Outcome.refused(CmpFailure.NOT_AUTHORIZED.because(text));
  }
}
