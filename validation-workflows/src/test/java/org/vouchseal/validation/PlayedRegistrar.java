package org.vouchseal.validation;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.vouchseal.validation.order.RevalidationDraft;
import org.vouchseal.validation.order.RevocationDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.WaitingRenewal;

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
  public final List<RevalidationDraft> revalidations = new ArrayList<>();
  public final List<String> extensions = new ArrayList<>();
  public final Set<String> extended = new HashSet<>();
  public final List<WaitingRenewal> waiting = new ArrayList<>();
  public OrderOutcome extension = new OrderOutcome.Accepted();
  public boolean answerLost;
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
  public synchronized SealedOrder seal(RevalidationDraft draft) {
    revalidations.add(draft);
    return new SealedOrder(draft.jti(), "revalidation-" + draft.jti(), "", Optional.empty());
  }

  @Override
  public synchronized OrderOutcome extend(SealedOrder revalidation) {
    if (away) {
      return new OrderOutcome.Unavailable("played");
    }
    extensions.add(revalidation.jws());
    if (!revalidation.jws().equals("revalidation-" + revalidation.jti())) {
      throw new AssertionError("not the bytes that were signed: " + revalidation.jws());
    }
    if (!extended.contains(revalidation.jti())) {
      if (extension.fold(() -> false, problem -> true, why -> true)) {
        OrderOutcome told = extension;
        extension = new OrderOutcome.Accepted();
        return told;
      }
      extended.add(revalidation.jti());
    }
    waiting.removeIf(
        renewal ->
            revalidations.stream()
                .filter(draft -> draft.jti().equals(revalidation.jti()))
                .anyMatch(draft -> draft.reference().equals(renewal.reference())));
    if (answerLost) {
      answerLost = false;
      return new OrderOutcome.Unavailable("lost");
    }
    return new OrderOutcome.Accepted();
  }

  @Override
  public synchronized Optional<List<WaitingRenewal>> waitingRenewals(Optional<Reference> after) {
    return away
        ? Optional.empty()
        : Optional.of(
            waiting.stream()
                .sorted(Comparator.comparing(renewal -> renewal.reference().value()))
                .filter(
                    renewal ->
                        after
                            .map(r -> renewal.reference().value().compareTo(r.value()) > 0)
                            .orElse(true))
                .limit(2)
                .toList());
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
