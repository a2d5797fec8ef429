package org.vouchseal.issuing.door;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vouchseal.issuing.cmp.ArrivalStore;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.cmp.CmpTransactionStore;
import org.vouchseal.issuing.issuance.CertificateStore;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.PlanRecord;
import org.vouchseal.issuing.issuance.PlanStore;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.registrar.OrderUse;
import org.vouchseal.issuing.registrar.OrderUseStore;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.issuing.revocation.RevocationStore;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/** The tables of issuance and the CMP door in memory: one client at a time, undone on a fault. */
final class MemoryStores implements Transactions {

  /** A certificate with what its row has besides. */
  record Kept(IssuedCertificate certificate, Optional<String> planKey, List<Mailbox> mailboxes) {}

  /** All rows; replaced as a whole when a transaction is undone. */
  static final class Rows {
    Map<String, CmpTransaction> transactions = new LinkedHashMap<>();
    Map<String, OrderUse> uses = new LinkedHashMap<>();
    Map<String, PlanRecord> plans = new LinkedHashMap<>();
    Map<SpkiDigest, KeyClass> classes = new HashMap<>();
    Map<String, Kept> certificates = new LinkedHashMap<>();
    Map<String, Revocation> revocations = new HashMap<>();
    Set<EscrowId> keysInUse = new LinkedHashSet<>();

    Rows copy() {
      Rows copy = new Rows();
      copy.transactions = new LinkedHashMap<>(transactions);
      copy.uses = new LinkedHashMap<>(uses);
      copy.plans = new LinkedHashMap<>(plans);
      copy.classes = new HashMap<>(classes);
      copy.certificates = new LinkedHashMap<>(certificates);
      copy.revocations = new HashMap<>(revocations);
      copy.keysInUse = new LinkedHashSet<>(keysInUse);
      return copy;
    }
  }

  Rows rows = new Rows();
  final MemoryRegistrar registrar = new MemoryRegistrar();
  private boolean running;

  @Override
  public <T> T run(Supplier<T> work) {
    if (running) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    Rows before = rows.copy();
    MemoryRegistrar.Rows registrarBefore = registrar.rows.copy();
    running = true;
    boolean committed = false;
    try {
      T result = work.get();
      committed = true;
      return result;
    } finally {
      running = false;
      if (!committed) {
        rows = before;
        registrar.rows = registrarBefore;
      }
    }
  }

  static DuplicateKey duplicate(String what) {
    return new DuplicateKey(what, new IllegalStateException(what));
  }

  static String key(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  static String key(String issuer, SerialNumber serial) {
    return issuer + " " + serial.hex();
  }

  ArrivalStore arrivals() {
    return (transactionId, claim) ->
        new ArrivalStore.Arrival(
            transactionId.flatMap(transactions()::find),
            claim.flatMap(made -> registrar.orders().find(made.reference())),
            0,
            0);
  }

  CmpTransactionStore transactions() {
    return new MemoryTransactions(this);
  }

  OrderUseStore uses() {
    return new OrderUseStore() {
      @Override
      public List<OrderUse> taken(Reference reference) {
        return rows.uses.values().stream().filter(u -> u.reference().equals(reference)).toList();
      }

      @Override
      public void open(Reference reference, String name, byte[] transactionId, Instant at) {
        OrderUse use = new OrderUse(reference, name, transactionId, OrderUse.State.OPEN);
        if (rows.uses.putIfAbsent(reference + " " + name, use) != null) {
          throw duplicate("registrar_order_use");
        }
      }

      @Override
      public boolean confirm(Reference reference, String name, byte[] transactionId) {
        return mine(reference, name, transactionId)
            .filter(use -> use.state() == OrderUse.State.OPEN)
            .map(
                use ->
                    rows.uses.put(
                        reference + " " + name,
                        new OrderUse(reference, name, transactionId, OrderUse.State.CONFIRMED)))
            .isPresent();
      }

      @Override
      public boolean reopen(Reference reference, String name, byte[] transactionId) {
        return mine(reference, name, transactionId)
            .map(use -> rows.uses.remove(reference + " " + name))
            .isPresent();
      }

      private Optional<OrderUse> mine(Reference reference, String name, byte[] transactionId) {
        return Optional.ofNullable(rows.uses.get(reference + " " + name))
            .filter(use -> Arrays.equals(use.transactionId(), transactionId));
      }
    };
  }

  PlanStore plans() {
    return new PlanStore() {
      @Override
      public Optional<PlanRecord> find(String idempotencyKey) {
        return Optional.ofNullable(rows.plans.get(idempotencyKey));
      }

      @Override
      public void insert(PlanRecord plan) {
        if (rows.plans.putIfAbsent(plan.idempotencyKey(), plan) != null) {
          throw duplicate("issuance_plan");
        }
      }

      @Override
      public void claim(SpkiDigest key, KeyClass wanted, Instant now) {
        if (rows.classes.putIfAbsent(key, wanted) != null) {
          throw duplicate("spki_class");
        }
      }

      @Override
      public KeyClass register(SpkiDigest key, KeyClass wanted, Instant now) {
        rows.classes.putIfAbsent(key, wanted);
        return rows.classes.get(key);
      }

      @Override
      public boolean hasOtherHolder(SpkiDigest key, OwnerId owner) {
        return rows.plans.values().stream()
            .filter(plan -> plan.spki().equals(key))
            .anyMatch(plan -> plan.owner().filter(owner::equals).isEmpty());
      }
    };
  }

  CertificateStore certificates() {
    return new MemoryCertificates(this);
  }

  RevocationStore revocations() {
    return new RevocationStore() {
      @Override
      public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
        return rows.plans.values().stream()
            .filter(plan -> plan.issuer().equals(issuer) && plan.serial().equals(serial))
            .findFirst()
            .map(PlanRecord::notAfter);
      }

      @Override
      public Optional<Revocation> find(String issuer, SerialNumber serial) {
        return Optional.ofNullable(rows.revocations.get(key(issuer, serial)));
      }

      @Override
      public boolean insert(
          String issuer,
          SerialNumber serial,
          Revocation revocation,
          Instant notAfter,
          String actor) {
        return rows.revocations.putIfAbsent(key(issuer, serial), revocation) == null;
      }
    };
  }
}
