package org.vouchseal.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.order.DirectoryDraft;
import org.vouchseal.validation.order.OrderDraft;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.OrderSecret;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.order.Registrar;
import org.vouchseal.validation.order.RevocationDraft;
import org.vouchseal.validation.order.SealedOrder;

/** A registrar that keeps the rule of superseding, and can be made to be away or to have lost. */
public final class PlayedRegistrar implements Registrar {

  public final List<OrderDraft> sealed = new ArrayList<>();
  public final Map<Reference, OrderDraft> inForce = new HashMap<>();
  public final Map<Reference, String> secrets = new HashMap<>();
  public final List<Reference> revoked = new ArrayList<>();
  public final Map<Reference, OrderStanding> standings = new HashMap<>();
  public final List<Reference> objections = new ArrayList<>();
  public final Set<Reference> poisoned = new HashSet<>();
  public OrderOutcome objection = new OrderOutcome.Accepted();
  public final List<DirectoryDraft> wishes = new ArrayList<>();
  public OrderOutcome listing = new OrderOutcome.Accepted();
  public boolean away;
  public boolean used;
  private final Map<String, String> secretByJti = new HashMap<>();

  @Override
  public synchronized SealedOrder seal(OrderDraft draft, OrderSecret secret) {
    sealed.add(draft);
    secretByJti.put(draft.jti(), secret.reveal());
    return new SealedOrder(draft.jti(), "jws-of-" + draft.jti(), "jwe", Optional.of("jwe2"));
  }

  @Override
  public SealedOrder seal(RevocationDraft draft) {
    return new SealedOrder(draft.jti(), "revocation-of-" + draft.reference(), "", Optional.empty());
  }

  @Override
  public synchronized SealedOrder seal(DirectoryDraft draft) {
    wishes.add(draft);
    return new SealedOrder(draft.jti(), "wish-" + draft.jti(), "", Optional.empty());
  }

  @Override
  public synchronized OrderOutcome list(SealedOrder wish) {
    return away ? new OrderOutcome.Unavailable("played") : listing;
  }

  @Override
  public synchronized OrderOutcome submit(SealedOrder order) {
    if (away) {
      return new OrderOutcome.Unavailable("played");
    }
    OrderDraft draft =
        sealed.stream().filter(d -> d.jti().equals(order.jti())).findAny().orElseThrow();
    OrderDraft current = inForce.get(draft.reference());
    if (used) {
      return new OrderOutcome.Refused(
          new Problem(Problem.Kind.CONFLICT, "order-in-use", "no", "it is used", "stop"));
    }
    if (current != null && draft.supersedes().isEmpty()) {
      return new OrderOutcome.Refused(
          new Problem(Problem.Kind.CONFLICT, "reference-taken", "no", "other order", "supersede"));
    }
    inForce.put(draft.reference(), draft);
    secrets.put(draft.reference(), secretByJti.get(draft.jti()));
    return new OrderOutcome.Accepted();
  }

  @Override
  public synchronized OrderOutcome revoke(SealedOrder revocation) {
    if (away) {
      return new OrderOutcome.Unavailable("played");
    }
    revoked.add(new Reference(revocation.jws().substring("revocation-of-".length())));
    return new OrderOutcome.Accepted();
  }

  @Override
  public synchronized OrderOutcome object(Reference reference, byte[] cms) {
    if (away) {
      return new OrderOutcome.Unavailable("played");
    }
    objections.add(reference);
    return objection;
  }

  @Override
  public Optional<OrderStanding> standing(Reference reference) {
    if (poisoned.contains(reference)) {
      throw new IllegalStateException("played");
    }
    return away ? Optional.empty() : Optional.ofNullable(standings.get(reference));
  }
}
