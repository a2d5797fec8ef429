package org.vouchseal.issuing.registrar;

import java.util.Optional;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.order.OrderQuery;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.RegistrarOrder;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.messages.order.WaitingQuery;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.RevalidationOrder;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.runtime.Transactions;

/**
 * Reads what registration authorities sign and seal. It verifies form and signature, under the key
 * that is pinned for the registration authority that the statement names; what that one may order,
 * and whether the time is right, is not judged.
 */
public final class StatementReading {

  private final Transactions transactions;
  private final RegistrationAuthorities authorities;
  private final OrderReader orders;
  private final SecretReader secrets;

  public StatementReading(
      Transactions transactions,
      RegistrationAuthorities authorities,
      OrderReader orders,
      SecretReader secrets) {
    this.transactions = transactions;
    this.authorities = authorities;
    this.orders = orders;
    this.secrets = secrets;
  }

  /** An order of kind {@code enrolment}. */
  Outcome<EnrolmentOrder, Problem> enrolment(String jws) {
    return order(jws)
        .then(
            order ->
                order.<Outcome<EnrolmentOrder, Problem>>fold(
                    Outcome::of,
                    revocation -> otherKind("revocation", "enrolment"),
                    revalidation -> otherKind("revalidation", "enrolment"),
                    directory -> otherKind("directory", "enrolment")));
  }

  /** An order of kind {@code revocation}. */
  Outcome<RevocationOrder, Problem> revocation(String jws) {
    return order(jws)
        .then(
            order ->
                order.<Outcome<RevocationOrder, Problem>>fold(
                    enrolment -> otherKind("enrolment", "revocation"),
                    Outcome::of,
                    revalidation -> otherKind("revalidation", "revocation"),
                    directory -> otherKind("directory", "revocation")));
  }

  /** An order of kind {@code revalidation}. */
  Outcome<RevalidationOrder, Problem> revalidation(String jws) {
    return order(jws)
        .then(
            order ->
                order.<Outcome<RevalidationOrder, Problem>>fold(
                    enrolment -> otherKind("enrolment", "revalidation"),
                    revocation -> otherKind("revocation", "revalidation"),
                    Outcome::of,
                    directory -> otherKind("directory", "revalidation")));
  }

  /** An order of kind {@code directory}. */
  Outcome<DirectoryOrder, Problem> directory(String jws) {
    return order(jws)
        .then(
            order ->
                order.<Outcome<DirectoryOrder, Problem>>fold(
                    enrolment -> otherKind("enrolment", "directory"),
                    revocation -> otherKind("revocation", "directory"),
                    revalidation -> otherKind("revalidation", "directory"),
                    Outcome::of));
  }

  private static <T> Outcome<T, Problem> otherKind(String found, String expected) {
    return Outcome.refused(Refusals.notReadable("kind is " + found + ", expected is " + expected));
  }

  /** A query for the outcome of an order. */
  Outcome<OrderQuery, Problem> query(String jws) {
    return signer(jws).then(ra -> orders.query(jws, ra.name(), ra.subjectPublicKeyInfo()));
  }

  /** A query for the orders that are waited for. */
  Outcome<WaitingQuery, Problem> waitingQuery(String jws) {
    return signer(jws).then(ra -> orders.waitingQuery(jws, ra.name(), ra.subjectPublicKeyInfo()));
  }

  /** The secret that travels beside an order, bound to its reference and jti; the caller closes. */
  Outcome<MacSecret, Problem> secret(String jwe, EnrolmentOrder order) {
    return secrets.open(jwe, order);
  }

  private Outcome<RegistrarOrder, Problem> order(String jws) {
    return signer(jws).then(ra -> orders.order(jws, ra.name(), ra.subjectPublicKeyInfo()));
  }

  private Outcome<RegistrationAuthority, Problem> signer(String jws) {
    Optional<String> name = OrderReader.claimedSigner(jws);
    if (name.isEmpty()) {
      return Outcome.refused(Refusals.notReadable("it is not a compact JWS with a kid"));
    }
    return transactions.run(() -> authorities.find(name.get()));
  }
}
