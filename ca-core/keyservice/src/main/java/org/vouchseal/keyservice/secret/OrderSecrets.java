package org.vouchseal.keyservice.secret;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.runtime.Transactions;

/** Gives out the secret of an order while it is not spent. */
public final class OrderSecrets {

  private final Transactions transactions;
  private final SecretStore store;
  private final WrappingKey seal;
  private final Clock clock;

  public OrderSecrets(Transactions transactions, SecretStore store, WrappingKey seal, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * The secret that came with exactly this order, to be closed by the caller; empty when there
   * never was one, or it is spent, expired, or superseded.
   */
  public Optional<MacSecret> find(EnrolmentOrder order) {
    return transactions
        .run(() -> store.find(order.reference()))
        .filter(found -> found.tenant().equals(order.tenant()))
        .filter(found -> found.jti().equals(order.jti()))
        .filter(found -> clock.instant().isBefore(found.expiresAt()))
        .flatMap(found -> found.sealed().map(box -> open(found, box)));
  }

  private MacSecret open(SealedSecret found, Wrapped box) {
    byte[] ascii = seal.unwrap(box, found.boundTo());
    try {
      return MacSecret.of(ascii);
    } finally {
      Arrays.fill(ascii, (byte) 0);
    }
  }
}
