package org.vouchseal.issuing.registrar;

import static org.vouchseal.issuing.issuance.RefusalReason.NOT_AUTHORIZED;
import static org.vouchseal.issuing.issuance.RefusalReason.ORDER_NOT_BELIEVED;

import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.vouchseal.issuing.issuance.ApprovedOrder;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.RegistrarOrder;
import org.vouchseal.messages.order.SignedRequestReader;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevalidationOrder;

/**
 * Believes an order as far as the kept statements of its registration authority prove it: the
 * newest one still verifies under the key of the ceremony's directory and says what the order says,
 * but for a later end that a re-validation of it states, which verifies as well; none revokes it,
 * and the registration authority may order it to this day.
 */
public final class ProvedOrders implements ApprovedOrders {

  private final OrderStore orders;
  private final RegistrationAuthorities authorities;
  private final OrderReader reader;
  private final SignedRequestReader requests;
  private final OrderRules rules;

  public ProvedOrders(
      OrderStore orders,
      RegistrationAuthorities authorities,
      OrderReader reader,
      SignedRequestReader requests,
      Clock clock,
      RegistrarSettings settings) {
    this.orders = orders;
    this.authorities = authorities;
    this.reader = reader;
    this.requests = requests;
    this.rules = new OrderRules(clock, settings.clockTolerance());
  }

  @Override
  public Outcome<ApprovedOrder, Refused> approved(Reference reference) {
    Optional<OrderEvidence> kept = orders.evidence(reference);
    return Outcome.<OrderEvidence, Refused>of(kept, () -> ended("no such order"))
        .then(
            found ->
                authorities
                    .speaking(found.order().ra(), found.authorityEnabled())
                    .fold(
                        authority -> judged(found, authority),
                        problem -> Outcome.refused(ended(problem.why()))));
  }

  private Outcome<ApprovedOrder, Refused> judged(
      OrderEvidence kept, RegistrationAuthority authority) {
    Order order = kept.order();
    if (order.state() != Order.State.OPEN) {
      return Outcome.refused(ended("the order is revoked"));
    }
    if (kept.newestFirst().stream().anyMatch(statement -> revokes(statement, authority))) {
      return Outcome.refused(contradiction("a kept statement revokes the order, which is open"));
    }
    return inForce(kept, authority)
        .then(
            signed -> {
              Optional<String> difference = order.differenceFrom(signed);
              if (difference.isPresent()) {
                return Outcome.refused(
                    contradiction("the order differs from its statement in " + difference.get()));
              }
              return rules
                  .content(signed, authority)
                  .<Outcome<ApprovedOrder, Refused>>map(p -> Outcome.refused(ended(p.why())))
                  .orElseGet(() -> Outcome.of(approval(signed)));
            });
  }

  /** The newest enrolment statement about the reference, which replaced all others. */
  private Outcome<EnrolmentOrder, Refused> inForce(
      OrderEvidence kept, RegistrationAuthority authority) {
    Optional<Statement> newest = kept.newestFirst().stream().filter(Statement::enrols).findFirst();
    return Outcome.of(
        newest
            .flatMap(statement -> enrolment(statement, authority))
            .map(signed -> extended(signed, kept, authority)),
        () -> contradiction("no statement of " + authority.name() + " proves the order"));
  }

  private Optional<EnrolmentOrder> enrolment(Statement statement, RegistrationAuthority authority) {
    return statement.kind().equals(Statement.CMP)
        ? requests.order(statement.jws(), authority.name(), authority.certificate())
        : read(statement, authority)
            .flatMap(
                signed ->
                    signed.<Optional<EnrolmentOrder>>fold(
                        Optional::of,
                        revocation -> Optional.empty(),
                        revalidation -> Optional.empty(),
                        directory -> Optional.empty()));
  }

  /** The same order with the latest end that a kept re-validation of it states. */
  private EnrolmentOrder extended(
      EnrolmentOrder signed, OrderEvidence kept, RegistrationAuthority authority) {
    return kept.newestFirst().stream()
        .filter(statement -> statement.kind().equals(Statement.REVALIDATION))
        .flatMap(statement -> read(statement, authority).stream())
        .flatMap(
            read ->
                read.<Stream<RevalidationOrder>>fold(
                    enrolment -> Stream.empty(),
                    revocation -> Stream.empty(),
                    Stream::of,
                    directory -> Stream.empty()))
        .filter(found -> RevalidationRules.contradiction(found, signed).isEmpty())
        .map(RevalidationOrder::reusableUntil)
        .filter(end -> end.isAfter(signed.reusableUntil()))
        .max(Comparator.naturalOrder())
        .map(signed::reusableUntil)
        .orElse(signed);
  }

  /** Whether it ends the whole order; what cannot be read as signed is taken for that. */
  private boolean revokes(Statement statement, RegistrationAuthority authority) {
    if (statement.enrols()) {
      return false;
    }
    return read(statement, authority)
        .map(
            signed ->
                signed.<Boolean>fold(
                    enrolment -> false,
                    revocation -> revocation.serial().isEmpty(),
                    revalidation -> false,
                    directory -> false))
        .orElse(true);
  }

  private Optional<RegistrarOrder> read(Statement statement, RegistrationAuthority authority) {
    return reader
        .order(statement.jws(), authority.name(), authority.subjectPublicKeyInfo())
        .result();
  }

  private static ApprovedOrder approval(EnrolmentOrder signed) {
    return new ApprovedOrder(
        signed.reference(),
        signed.owner(),
        signed.tier(),
        signed.subject(),
        signed.mailboxes(),
        signed.profiles(),
        signed.validity());
  }

  private static Refused ended(String why) {
    return new Refused(NOT_AUTHORIZED, "nothing is issued under this enrolment any more: " + why);
  }

  private static Refused contradiction(String finding) {
    return new Refused(ORDER_NOT_BELIEVED, finding);
  }
}
