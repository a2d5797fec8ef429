package org.vouchseal.keyservice.secret;

import java.time.Clock;
import java.util.Map;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/** Wipes secrets that are spent or expired. They do not come back. */
public final class EraseOrderSecret {

  private final Transactions transactions;
  private final SecretStore store;
  private final AuditTrail audit;
  private final Clock clock;

  public EraseOrderSecret(
      Transactions transactions, SecretStore store, AuditTrail audit, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** Wipes the secret of that order; does nothing when there is none. */
  public void erase(Reference reference) {
    transactions.run(
        () -> {
          if (store.erase(reference)) {
            audit.append(
                AuditEvent.of("order-secret.erased", "system:issuing", "order:" + reference));
          }
        });
  }

  /** Wipes every secret that has expired; to be called now and then by any node. */
  public void eraseExpired() {
    transactions.run(
        () -> {
          int erased = store.eraseExpired(clock.instant());
          if (erased > 0) {
            audit.append(
                new AuditEvent(
                    "order-secret.expired",
                    "system:keyservice",
                    "order-secrets",
                    Map.of("count", Integer.toString(erased))));
          }
        });
  }
}
