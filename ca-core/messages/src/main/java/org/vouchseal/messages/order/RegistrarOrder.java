package org.vouchseal.messages.order;

import java.time.Instant;
import java.util.function.Function;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.RevalidationOrder;
import org.vouchseal.model.RevocationOrder;

/** A verified order of one of the kinds that a registration authority may send. */
public sealed interface RegistrarOrder {

  /** It asks for certificates for one applicant. */
  record Enrolment(EnrolmentOrder order) implements RegistrarOrder {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onEnrolment,
        Function<? super RevocationOrder, ? extends R> onRevocation,
        Function<? super RevalidationOrder, ? extends R> onRevalidation,
        Function<? super DirectoryOrder, ? extends R> onDirectory) {
      return onEnrolment.apply(order);
    }
  }

  /** It asks for revocation. */
  record Revocation(RevocationOrder order) implements RegistrarOrder {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onEnrolment,
        Function<? super RevocationOrder, ? extends R> onRevocation,
        Function<? super RevalidationOrder, ? extends R> onRevalidation,
        Function<? super DirectoryOrder, ? extends R> onDirectory) {
      return onRevocation.apply(order);
    }
  }

  /** It says that the applicant of an earlier order was validated anew. */
  record Revalidation(RevalidationOrder order) implements RegistrarOrder {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onEnrolment,
        Function<? super RevocationOrder, ? extends R> onRevocation,
        Function<? super RevalidationOrder, ? extends R> onRevalidation,
        Function<? super DirectoryOrder, ? extends R> onDirectory) {
      return onRevalidation.apply(order);
    }
  }

  /** It says whether the owner's encryption certificate is offered to the public. */
  record Directory(DirectoryOrder order) implements RegistrarOrder {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onEnrolment,
        Function<? super RevocationOrder, ? extends R> onRevocation,
        Function<? super RevalidationOrder, ? extends R> onRevalidation,
        Function<? super DirectoryOrder, ? extends R> onDirectory) {
      return onDirectory.apply(order);
    }
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super EnrolmentOrder, ? extends R> onEnrolment,
      Function<? super RevocationOrder, ? extends R> onRevocation,
      Function<? super RevalidationOrder, ? extends R> onRevalidation,
      Function<? super DirectoryOrder, ? extends R> onDirectory);

  /** Who signed it. */
  default String ra() {
    return this.<String>fold(
        EnrolmentOrder::ra, RevocationOrder::ra, RevalidationOrder::ra, DirectoryOrder::ra);
  }

  /** Until when the registrar accepts the order, exclusive. */
  default Instant expiresAt() {
    return this.<Instant>fold(
        EnrolmentOrder::expiresAt,
        RevocationOrder::expiresAt,
        RevalidationOrder::expiresAt,
        DirectoryOrder::expiresAt);
  }

  /** When the RA signed it. */
  default Instant issuedAt() {
    return this.<Instant>fold(
        EnrolmentOrder::issuedAt,
        RevocationOrder::issuedAt,
        RevalidationOrder::issuedAt,
        DirectoryOrder::issuedAt);
  }
}
