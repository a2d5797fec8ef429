package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Spends an order use by use: one first signing certificate, one encryption certificate, some
 * further devices. Every method needs a running transaction that has locked the order.
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
    FURTHER_DEVICE
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

  /** Takes a use for a transaction. */
  public Taking take(Order order, Wanted wanted, byte[] transactionId) {
    List<OrderUse> taken = uses.taken(order.reference());
    return switch (wanted) {
      case FIRST_SIGNING -> takeOne(order, OrderUse.SIGNING, taken, transactionId);
      case ENCRYPTION -> takeOne(order, OrderUse.ENCRYPTION, taken, transactionId);
      case FURTHER_DEVICE -> takeDevice(order, taken, transactionId);
    };
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

  private Taking takeOne(Order order, String name, List<OrderUse> taken, byte[] transactionId) {
    Optional<OrderUse> use = taken.stream().filter(u -> u.name().equals(name)).findFirst();
    return use.isEmpty() ? open(order, name, transactionId) : refused(use.get(), transactionId);
  }

  private Taking takeDevice(Order order, List<OrderUse> taken, byte[] transactionId) {
    for (int number = 1; number <= furtherDevices; number++) {
      String name = OrderUse.device(number);
      if (taken.stream().noneMatch(u -> u.name().equals(name))) {
        return open(order, name, transactionId);
      }
    }
    boolean waiting =
        taken.stream()
            .anyMatch(u -> OrderUse.isDevice(u.name()) && u.state() == OrderUse.State.OPEN);
    return new Taking(
        waiting ? Taking.Result.OPEN_ELSEWHERE : Taking.Result.SPENT, Optional.empty());
  }

  private Taking open(Order order, String name, byte[] transactionId) {
    uses.open(order.reference(), name, transactionId, clock.instant());
    return new Taking(Taking.Result.TAKEN, Optional.of(name));
  }

  private static Taking refused(OrderUse use, byte[] transactionId) {
    if (Arrays.equals(use.transactionId(), transactionId)) {
      return new Taking(Taking.Result.TAKEN, Optional.of(use.name()));
    }
    return new Taking(
        use.state() == OrderUse.State.OPEN ? Taking.Result.OPEN_ELSEWHERE : Taking.Result.SPENT,
        Optional.empty());
  }

  private static AuditEvent event(String type, Order order, String name, String actor) {
    return new AuditEvent(type, actor, "order:" + order.reference(), Map.of("use", name));
  }
}
