package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes a registration authority's order for an applicant.
 *
 * <p>The same statement with the same secret may be sent again at any time: it changes nothing and
 * gives the same answer, also after a crash between any two steps. An answer is given only when the
 * order is committed and the key service has its copy of the secret.
 */
public final class AcceptOrder {

  private final Transactions transactions;
  private final RegistrationAuthorities authorities;
  private final OrderStore orders;
  private final OrderUseStore uses;
  private final StatementReading reading;
  private final OrderSecrets secrets;
  private final OwnerRule owners;
  private final OrderRules rules;
  private final DailyQuota quota;
  private final OrderStates states;
  private final RefusedStatements refused;
  private final CentralKeySecrets keyService;
  private final AuditTrail audit;
  private final Clock clock;
  private final RegistrarSettings settings;

  AcceptOrder(RegistrarParts parts, OwnerRule owners) {
    this.transactions = parts.transactions();
    this.authorities = parts.authorities();
    this.orders = parts.orders();
    this.uses = parts.uses();
    this.reading = parts.reading();
    this.secrets = parts.secrets();
    this.owners = owners;
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
    this.quota = new DailyQuota(parts.orders());
    this.states = new OrderStates(parts.uses(), parts.clock());
    this.refused = new RefusedStatements(parts);
    this.keyService = parts.keyServiceSecrets();
    this.audit = parts.audit();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /**
   * Judges the order and puts it in force.
   *
   * @param jws the signed order
   * @param secretJwe the CMP secret for the registrar
   * @param keyServiceSecretJwe the same secret for the key service, when the order names one
   */
  public Outcome<AcceptedOrder, Problem> accept(
      String jws, String secretJwe, Optional<String> keyServiceSecretJwe) {
    return reading
        .enrolment(jws)
        .then(
            order ->
                refused.noted(
                    order.ra(),
                    order.reference(),
                    order.jti(),
                    jws,
                    acceptRead(order, jws, secretJwe, keyServiceSecretJwe)));
  }

  private Outcome<AcceptedOrder, Problem> acceptRead(
      EnrolmentOrder order, String jws, String secretJwe, Optional<String> keyServiceJwe) {
    if (!Sha256.hex(secretJwe).equals(order.secretDigest())) {
      return Outcome.refused(Refusals.otherSecret("secretDigest"));
    }
    if (!keyServiceJwe.map(Sha256::hex).equals(order.keyServiceSecretDigest())) {
      return Outcome.refused(Refusals.otherSecret("keyServiceSecretDigest"));
    }
    return putInForce(order, jws, secretJwe)
        .then(
            accepted -> {
              handOn(order, jws, keyServiceJwe);
              return Outcome.of(accepted);
            });
  }

  private Outcome<AcceptedOrder, Problem> putInForce(
      EnrolmentOrder order, String jws, String secretJwe) {
    String digest = Sha256.hex(jws);
    Optional<Outcome<AcceptedOrder, Problem>> repeated =
        transactions.run(() -> repetition(order, digest));
    if (repeated.isPresent()) {
      return repeated.get();
    }
    Optional<Problem> untimely = rules.time(order.issuedAt(), order.expiresAt());
    if (untimely.isPresent()) {
      return Outcome.refused(untimely.get());
    }
    return reading
        .secret(secretJwe, order)
        .then(secret -> commit(order, jws, digest, boxed(secret, order)));
  }

  private Wrapped boxed(MacSecret secret, EnrolmentOrder order) {
    try (secret) {
      return secret.use(octets -> secrets.seal(octets, order.reference(), order.jti()));
    }
  }

  private Outcome<AcceptedOrder, Problem> commit(
      EnrolmentOrder order, String jws, String digest, Wrapped box) {
    Optional<OwnerProofs.Signer> signer = owners.signer(order);
    try {
      return transactions.run(() -> decide(order, jws, digest, box, signer));
    } catch (DuplicateKey anotherWasFirst) {
      // of another registration authority: what it took, the reference or the owner, is seen now
      return transactions.run(() -> decide(order, jws, digest, box, signer));
    }
  }

  private Optional<Outcome<AcceptedOrder, Problem>> repetition(
      EnrolmentOrder order, String digest) {
    return orders
        .statement(order.ra(), order.jti())
        .map(
            kept ->
                kept.jwsDigest().equals(digest)
                    ? Outcome.of(new AcceptedOrder(order.reference(), stateOf(order), true))
                    : Outcome.refused(Refusals.otherBytes(order.jti())));
  }

  private OrderOutcome.State stateOf(EnrolmentOrder order) {
    return orders
        .find(order.reference())
        .map(states::of)
        .orElseThrow(() -> new IllegalStateException("a statement without its order"));
  }

  private Outcome<AcceptedOrder, Problem> decide(
      EnrolmentOrder order,
      String jws,
      String digest,
      Wrapped box,
      Optional<OwnerProofs.Signer> signer) {
    return authorities
        .findAndLock(order.ra())
        .then(authority -> decide(order, jws, digest, box, signer, authority));
  }

  private Outcome<AcceptedOrder, Problem> decide(
      EnrolmentOrder order,
      String jws,
      String digest,
      Wrapped box,
      Optional<OwnerProofs.Signer> signer,
      RegistrationAuthority authority) {
    // before the first read without a lock, which fixes what all later ones see
    Optional<Order> current = orders.findAndLock(order.reference());
    Optional<Outcome<AcceptedOrder, Problem>> repeated = repetition(order, digest);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    Instant now = clock.instant();
    Optional<Problem> refusal =
        rules
            .content(order, authority)
            .or(
                () ->
                    quota.countUnless(
                        authority,
                        now,
                        () ->
                            superseding(order, current)
                                .or(() -> owners.applyInTransaction(order, signer, current))));
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    orders.keep(
        new Statement(
            order.ra(), order.jti(), Statement.ENROLMENT, order.reference(), jws, digest, now));
    Order inForce = Order.inForce(order, now, settings.secretLife(), Optional.of(box));
    if (current.isPresent()) {
      orders.replace(inForce);
    } else {
      orders.insert(inForce);
    }
    audit.append(accepted(inForce, digest, current));
    return Outcome.of(new AcceptedOrder(order.reference(), OrderOutcome.State.OPEN, false));
  }

  /**
   * An order replaces another one only while nothing of that is taken. It may name a statement that
   * never arrived here, since the RA may have crashed before it was sent; it may not name one that
   * was replaced before.
   */
  private Optional<Problem> superseding(EnrolmentOrder order, Optional<Order> current) {
    if (current.isEmpty()) {
      return Optional.empty();
    }
    Reference reference = order.reference();
    boolean namesCurrent =
        order
            .supersedes()
            .filter(
                jti ->
                    jti.equals(current.get().jti()) || orders.statement(order.ra(), jti).isEmpty())
            .isPresent();
    boolean sameCustomer =
        current.get().ra().equals(order.ra()) && current.get().tenant().equals(order.tenant());
    if (!namesCurrent || !sameCustomer) {
      return Optional.of(Refusals.referenceTaken(reference));
    }
    boolean unused =
        current.get().state() == Order.State.OPEN
            && current.get().secret().isPresent()
            && uses.taken(reference).isEmpty();
    return unused ? Optional.empty() : Optional.of(Refusals.inUse(reference));
  }

  /**
   * The key service follows the order in force: it gets the new secret, or loses the old one. An
   * order that ended meanwhile was erased there before this copy came, so it is erased again.
   */
  private void handOn(EnrolmentOrder order, String jws, Optional<String> keyServiceJwe) {
    boolean inForce =
        transactions.run(
            () ->
                orders
                    .find(order.reference())
                    .filter(current -> current.jti().equals(order.jti()))
                    .filter(current -> current.secretUsableAt(clock.instant()))
                    .isPresent());
    if (keyServiceJwe.isPresent()) {
      if (inForce) {
        keyService.deposit(jws, keyServiceJwe.get());
      }
      eraseWhenOver(order.reference());
    } else if (!inForce) {
      return;
    } else if (order.supersedes().isPresent()) {
      keyService.erase(order.reference());
    }
  }

  /** Looks at whatever order has the reference now: a newer one in force keeps its copy. */
  private void eraseWhenOver(Reference reference) {
    boolean usable =
        transactions.run(
            () ->
                orders
                    .find(reference)
                    .filter(current -> current.secretUsableAt(clock.instant()))
                    .isPresent());
    if (!usable) {
      keyService.erase(reference);
    }
  }

  static AuditEvent accepted(Order order, String digest, Optional<Order> replaced) {
    List<String> profiles = order.profiles().stream().map(Object::toString).toList();
    return new AuditEvent(
        replaced.isPresent() ? "order.superseded" : "order.accepted",
        "ra:" + order.ra(),
        "order:" + order.reference(),
        Map.of(
            "jti", order.jti(),
            "tier", order.tier().name(),
            "owner", order.owner().value(),
            "profiles", String.join(",", profiles),
            "statement", digest));
  }
}
