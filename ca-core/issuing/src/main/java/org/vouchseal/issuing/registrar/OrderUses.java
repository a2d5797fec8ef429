package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Spends an order use by use: one first signing certificate, one encryption certificate, some
 * further devices, one renewal of each signing certificate; a renewal that is confirmed opens one
 * more encryption certificate. Every method needs a running transaction that has locked the order.
 */
public final class OrderUses {

  private final OrderStore orders;
  private final OrderUseStore uses;
  private final FormerOwners formerOwners;
  private final AuditTrail audit;
  private final Clock clock;
  private final int furtherDevices;

  OrderUses(RegistrarParts parts, FormerOwners formerOwners) {
    this.orders = parts.orders();
    this.uses = parts.uses();
    this.formerOwners = formerOwners;
    this.audit = parts.audit();
    this.clock = parts.clock();
    this.furtherDevices = parts.settings().furtherDevices();
  }

  /** What a transaction may want of an order. */
  public enum Wanted {
    FIRST_SIGNING,
    ENCRYPTION,
    FURTHER_DEVICE,
    RENEWAL
  }

  /**
   * What came of taking a use.
   *
   * @param result what happened
   * @param name of the use, when it was taken
   */
  public record Taking(Result result, Optional<String> name) {

    /** Whether the use was taken, or why not. */
    public enum Result {
      TAKEN,
      /** Another transaction works on it and may still be confirmed. */
      OPEN_ELSEWHERE,
      /** It is used up. */
      SPENT
    }
  }

  /**
   * Takes a use for a transaction.
   *
   * @param renewed the signing certificate that is renewed; present exactly for a renewal
   */
  public Taking take(
      Order order, Wanted wanted, Optional<SerialNumber> renewed, byte[] transactionId) {
    List<OrderUse> taken = uses.taken(order.reference());
    List<String> names =
        only(wanted, renewed).map(List::of).orElseGet(() -> numbered(wanted, taken));
    return firstFree(order, names, taken, transactionId);
  }

  /**
   * As {@link #take}, without a look at what is taken where there is but one such use: that it was
   * comes as {@code DuplicateKey}, at the latest at the commit.
   */
  public Taking takeUnseen(
      Order order, Wanted wanted, Optional<SerialNumber> renewed, byte[] transactionId) {
    Optional<String> only = only(wanted, renewed);
    if (only.isEmpty()) {
      return take(order, wanted, renewed, transactionId);
    }
    uses.open(order.reference(), only.get(), transactionId, clock.instant());
    return new Taking(Taking.Result.TAKEN, only);
  }

  /** The name of the use where there is but one. */
  private static Optional<String> only(Wanted wanted, Optional<SerialNumber> renewed) {
    return switch (wanted) {
      case FIRST_SIGNING -> Optional.of(OrderUse.SIGNING);
      case RENEWAL ->
          Optional.of(
              OrderUse.renewal(
                  renewed.orElseThrow(
                      () -> new IllegalStateException("a renewal of no certificate"))));
      case ENCRYPTION, FURTHER_DEVICE -> Optional.empty();
    };
  }

  private List<String> numbered(Wanted wanted, List<OrderUse> taken) {
    return wanted == Wanted.ENCRYPTION
        ? numbered(OrderUse::encryption, 1 + renewals(taken))
        : numbered(OrderUse::device, furtherDevices);
  }

  private static List<String> numbered(IntFunction<String> name, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(name).toList();
  }

  private static int renewals(List<OrderUse> taken) {
    return (int) taken.stream().filter(OrderUse::isDoneRenewal).count();
  }

  /**
   * The certificate for the use is accepted. For the first signing certificate this spends and
   * erases the secret, and notes former owners of the order's mailboxes.
   *
   * @return whether the secret was erased, so that the key service's copy has to follow
   */
  public boolean confirm(Order order, String name, byte[] transactionId, String actor) {
    Reference reference = order.reference();
    if (!uses.confirm(reference, name, transactionId)) {
      return false;
    }
    audit.append(event("order.use.confirmed", order, name, actor));
    if (!name.equals(OrderUse.SIGNING)) {
      return false;
    }
    formerOwners.noteInTransaction(order);
    boolean erased = orders.spendSecret(reference, clock.instant());
    if (erased) {
      audit.append(AuditEvent.of("order.secret.spent", actor, "order:" + reference));
    }
    return erased;
  }

  /** Gives the use back: its certificate was rejected, never confirmed, or never made. */
  public void reopen(Order order, String name, byte[] transactionId, String actor) {
    if (uses.reopen(order.reference(), name, transactionId)) {
      audit.append(event("order.use.reopened", order, name, actor));
    }
  }

  private Taking firstFree(
      Order order, List<String> names, List<OrderUse> taken, byte[] transactionId) {
    Set<String> takenNames = taken.stream().map(OrderUse::name).collect(Collectors.toSet());
    Optional<String> free = names.stream().filter(name -> !takenNames.contains(name)).findFirst();
    if (free.isPresent()) {
      uses.open(order.reference(), free.get(), transactionId, clock.instant());
      return new Taking(Taking.Result.TAKEN, free);
    }
    boolean open =
        taken.stream()
            .anyMatch(use -> names.contains(use.name()) && use.state() == OrderUse.State.OPEN);
    return new Taking(open ? Taking.Result.OPEN_ELSEWHERE : Taking.Result.SPENT, Optional.empty());
  }

  private static AuditEvent event(String type, Order order, String name, String actor) {
    return new AuditEvent(type, actor, "order:" + order.reference(), Map.of("use", name));
  }
}
