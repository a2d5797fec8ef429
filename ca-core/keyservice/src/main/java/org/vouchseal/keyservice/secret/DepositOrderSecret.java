package org.vouchseal.keyservice.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes the key service's own copy of an order's secret, which the registrar hands on after it
 * accepted the order.
 *
 * <p>Idempotent: the same order and envelope again change nothing, also after the secret was spent.
 * A superseding order puts its secret in the place of the earlier one, unless that one is spent.
 */
public final class DepositOrderSecret {

  /** How long a secret lives after its order. */
  private static final Duration LIFE = Duration.ofDays(14);

  private final OrderVerifier orders;
  private final SecretEnvelopes envelopes;
  private final Transactions transactions;
  private final SecretStore store;
  private final WrappingKey seal;
  private final AuditTrail audit;

  public DepositOrderSecret(
      OrderVerifier orders,
      SecretEnvelopes envelopes,
      Transactions transactions,
      SecretStore store,
      WrappingKey seal,
      AuditTrail audit) {
    this.orders = orders;
    this.envelopes = envelopes;
    this.transactions = transactions;
    this.store = store;
    this.seal = seal;
    this.audit = audit;
  }

  /**
   * Takes one secret.
   *
   * @throws SecretRefused when the order does not hold, does not name this envelope, or is not the
   *     newest of its reference
   */
  public void deposit(String orderJws, String secretJwe) {
    EnrolmentOrder order =
        orders
            .verify(orderJws)
            .<EnrolmentOrder>fold(
                valid -> valid,
                why -> {
                  throw new SecretRefused(why);
                });
    if (!order.profiles().contains(ProfileName.ENCRYPTION_COMPAT)) {
      throw new SecretRefused("the order does not name profile encryption-compat");
    }
    SealedSecret sealed = sealed(order, secretJwe);
    try {
      transactions.run(() -> put(order, sealed));
    } catch (DuplicateKey somebodyWasFirst) {
      transactions.run(() -> put(order, sealed));
    }
  }

  private SealedSecret sealed(EnrolmentOrder order, String secretJwe) {
    try (MacSecret secret = envelopes.open(secretJwe, order)) {
      byte[] bound = SealedSecret.boundTo(order.tenant(), order.reference(), order.jti());
      Wrapped wrapped = secret.use(octets -> seal.wrap(octets, bound));
      Instant end = order.issuedAt().plus(LIFE);
      return new SealedSecret(
          order.reference(),
          order.tenant(),
          order.jti(),
          envelopes.digest(secretJwe),
          order.issuedAt(),
          end.isBefore(order.reusableUntil()) ? end : order.reusableUntil(),
          Optional.of(wrapped));
    }
  }

  private void put(EnrolmentOrder order, SealedSecret secret) {
    Optional<SealedSecret> existing = store.findForChange(order.reference());
    if (existing.isEmpty()) {
      store.add(secret);
    } else if (repeats(existing.get(), secret)) {
      return;
    } else {
      requireSupersedes(order, existing.get());
      store.replace(secret);
    }
    audit.append(
        new AuditEvent(
            "order-secret.deposited",
            "ra:" + order.ra(),
            "order:" + order.reference(),
            Map.of("jti", order.jti())));
  }

  private static boolean repeats(SealedSecret existing, SealedSecret secret) {
    return existing.tenant().equals(secret.tenant())
        && existing.jti().equals(secret.jti())
        && existing.secretDigest().equals(secret.secretDigest());
  }

  private static void requireSupersedes(EnrolmentOrder order, SealedSecret existing) {
    if (!existing.tenant().equals(order.tenant())) {
      throw new SecretRefused("another tenant has an order of this reference");
    }
    if (existing.sealed().isEmpty()) {
      throw new SecretRefused("the secret of this order is spent");
    }
    boolean names = order.supersedes().filter(existing.jti()::equals).isPresent();
    // The deposit between the two may have been lost with a crash; then the time tells.
    boolean later =
        order.supersedes().isPresent() && order.issuedAt().isAfter(existing.orderedAt());
    if (!names && !later) {
      throw new SecretRefused("the order does not supersede the one whose secret is kept");
    }
  }
}
