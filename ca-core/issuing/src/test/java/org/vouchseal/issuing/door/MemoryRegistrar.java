package org.vouchseal.issuing.door;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.issuing.registrar.Objection;
import org.vouchseal.issuing.registrar.ObjectionStore;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderEvidence;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.OwnerStore;
import org.vouchseal.issuing.registrar.OwnerSuccession;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.issuing.registrar.RegistrationAuthorityStore;
import org.vouchseal.issuing.registrar.Statement;
import org.vouchseal.issuing.registrar.WaitingRenewal;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.DuplicateKey;

/** The tables of the registrar in memory. */
final class MemoryRegistrar {

  /** All rows. */
  static final class Rows {
    Map<Reference, Order> orders = new LinkedHashMap<>();
    List<Statement> statements = new ArrayList<>();
    Map<OwnerId, OwnerStore.KnownOwner> owners = new HashMap<>();
    List<OwnerSuccession> successions = new ArrayList<>();
    Set<String> authorities = new HashSet<>();
    Map<String, Integer> accepted = new HashMap<>();

    Rows copy() {
      Rows copy = new Rows();
      copy.orders = new LinkedHashMap<>(orders);
      copy.statements = new ArrayList<>(statements);
      copy.owners = new HashMap<>(owners);
      copy.successions = new ArrayList<>(successions);
      copy.authorities = new HashSet<>(authorities);
      copy.accepted = new HashMap<>(accepted);
      return copy;
    }
  }

  Rows rows = new Rows();

  /** What another node commits while ours is about to add it: not found before, taken then. */
  final Map<OwnerId, OwnerStore.KnownOwner> committedMeanwhile = new HashMap<>();

  private final Map<OwnerId, OwnerStore.KnownOwner> ownersOfOthers = new HashMap<>();

  OrderStore orders() {
    return new OrderStore() {
      @Override
      public Optional<Order> find(Reference reference) {
        return Optional.ofNullable(rows.orders.get(reference));
      }

      @Override
      public Optional<Order> findAndLock(Reference reference) {
        return find(reference);
      }

      @Override
      public void insert(Order order) {
        if (rows.orders.putIfAbsent(order.reference(), order) != null) {
          throw new DuplicateKey("registrar_order", new IllegalStateException());
        }
      }

      @Override
      public void replace(Order order) {
        rows.orders.put(order.reference(), order);
      }

      @Override
      public boolean spendSecret(Reference reference, Instant at) {
        return find(reference)
            .filter(order -> order.secret().isPresent())
            .map(order -> rows.orders.put(reference, copy(order, order.state(), false)))
            .isPresent();
      }

      @Override
      public List<Order> withExpiredSecret(Instant at) {
        return rows.orders.values().stream()
            .filter(o -> o.secret().isPresent() && !o.secretUntil().isAfter(at))
            .toList();
      }

      @Override
      public boolean revoke(Reference reference, Instant at) {
        return find(reference)
            .filter(Order::isOpen)
            .map(order -> rows.orders.put(reference, copy(order, Order.State.REVOKED, false)))
            .isPresent();
      }

      @Override
      public boolean extend(Reference reference, Instant reusableUntil) {
        throw new IllegalStateException("nobody re-validates here");
      }

      @Override
      public List<WaitingRenewal> waitingRenewals(
          String ra, Instant at, Optional<Reference> after, int limit) {
        return List.of();
      }

      @Override
      public Optional<Statement> statement(String ra, String jti) {
        return rows.statements.stream()
            .filter(s -> s.ra().equals(ra) && s.jti().equals(jti))
            .findFirst();
      }

      @Override
      public Optional<OrderEvidence> evidence(Reference reference) {
        return find(reference)
            .map(
                order ->
                    new OrderEvidence(
                        order, rows.authorities.contains(order.ra()), statementsAbout(reference)));
      }

      private List<Statement> statementsAbout(Reference reference) {
        return rows.statements.stream()
            .filter(s -> s.reference().equals(reference))
            .sorted(Comparator.comparing(rows.statements::indexOf).reversed())
            .toList();
      }

      @Override
      public void keep(Statement statement) {
        rows.statements.add(statement);
      }

      @Override
      public int countOne(String ra, LocalDate day) {
        return rows.accepted.merge(ra + day, 1, Integer::sum);
      }

      @Override
      public void takeBackOne(String ra, LocalDate day) {
        Integer unusedLeft = rows.accepted.merge(ra + day, -1, Integer::sum);
      }
    };
  }

  private static Order copy(Order o, Order.State state, boolean withSecret) {
    return new Order(
        o.reference(),
        o.ra(),
        o.jti(),
        o.tenant(),
        o.owner(),
        o.tier(),
        o.subject(),
        o.mailboxes(),
        o.profiles(),
        o.validity(),
        o.reusableUntil(),
        o.caseDigest(),
        o.acceptedAt(),
        o.secretUntil(),
        state,
        withSecret ? o.secret() : Optional.empty());
  }

  OwnerStore owners() {
    return new OwnerStore() {
      @Override
      public Optional<KnownOwner> find(OwnerId owner) {
        return Optional.ofNullable(rows.owners.get(owner))
            .or(() -> Optional.ofNullable(ownersOfOthers.get(owner)));
      }

      @Override
      public void add(OwnerId owner, KnownOwner known, Instant at) {
        if (committedMeanwhile.containsKey(owner)) {
          ownersOfOthers.put(owner, committedMeanwhile.remove(owner));
        }
        if (find(owner).isPresent()) {
          throw new DuplicateKey("registrar_owner", new IllegalStateException());
        }
        rows.owners.put(owner, known);
      }

      @Override
      public boolean note(OwnerSuccession succession) {
        boolean known =
            rows.successions.stream()
                .anyMatch(
                    s ->
                        s.mailbox().equals(succession.mailbox())
                            && s.formerOwner().equals(succession.formerOwner())
                            && s.newOwner().equals(succession.newOwner()));
        return !known && rows.successions.add(succession);
      }

      @Override
      public List<OwnerSuccession> due(Instant at, int limit) {
        return List.of();
      }

      @Override
      public List<OwnerSuccession> causedBy(Reference reference) {
        return rows.successions.stream().filter(s -> s.reference().equals(reference)).toList();
      }

      @Override
      public List<OwnerSuccession> causedByAndLock(Reference reference) {
        return causedBy(reference);
      }

      @Override
      public boolean settle(OwnerSuccession succession, OwnerSuccession.State state) {
        return false;
      }
    };
  }

  ObjectionStore objections() {
    return new ObjectionStore() {
      @Override
      public void keep(Objection objection) {}

      @Override
      public Optional<String> proofDigest(Reference reference, OwnerId formerOwner) {
        return Optional.empty();
      }
    };
  }

  RegistrationAuthorityStore authorities() {
    return new RegistrationAuthorityStore() {
      @Override
      public Optional<RegistrationAuthority> findAndLock(String name) {
        return Optional.empty();
      }

      @Override
      public boolean isEnabled(String name) {
        return rows.authorities.contains(name);
      }

      @Override
      public boolean isEnabledAndLock(String name) {
        return isEnabled(name);
      }

      @Override
      public List<String> enabled() {
        return rows.authorities.stream().sorted().toList();
      }

      @Override
      public void put(RegistrationAuthority authority) {
        rows.authorities.add(authority.name());
      }

      @Override
      public boolean disable(String name, Instant at) {
        return rows.authorities.remove(name);
      }
    };
  }
}
