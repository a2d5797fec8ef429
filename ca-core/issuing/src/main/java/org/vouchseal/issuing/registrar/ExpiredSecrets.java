package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/** Erases secrets that nobody used in their time. */
public final class ExpiredSecrets {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiredSecrets.class);
  private static final String ACTOR = "system:secret-expiry";

  private final Transactions transactions;
  private final OrderStore orders;
  private final CentralKeySecrets keyService;
  private final AuditTrail audit;
  private final Clock clock;

  ExpiredSecrets(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.orders = parts.orders();
    this.keyService = parts.keyServiceSecrets();
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /** Erases what is due; called again and again, several nodes at once do no harm. */
  public void runDue() {
    List<Order> due = transactions.run(() -> orders.withExpiredSecret(clock.instant()));
    due.forEach(this::eraseAlone);
  }

  /** One that cannot be erased must not hold up those behind it. */
  private void eraseAlone(Order order) {
    try {
      // first there: a spent secret here is not looked for again
      keyService.erase(order.reference());
      transactions.run(() -> eraseHere(order));
    } catch (RuntimeException fault) {
      LOG.error("the expired secret of order {} is not erased", order.reference(), fault);
    }
  }

  private void eraseHere(Order order) {
    boolean stillExpired =
        orders
            .findAndLock(order.reference())
            .filter(current -> current.jti().equals(order.jti()))
            .isPresent();
    if (stillExpired && orders.spendSecret(order.reference(), clock.instant())) {
      audit.append(AuditEvent.of("order.secret.expired", ACTOR, "order:" + order.reference()));
    }
  }
}
