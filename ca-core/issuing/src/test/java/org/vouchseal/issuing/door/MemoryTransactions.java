package org.vouchseal.issuing.door;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.cmp.CmpTransactionStore;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/** The CMP transactions among the tables in memory. */
final class MemoryTransactions implements CmpTransactionStore {

  private final MemoryStores stores;

  MemoryTransactions(MemoryStores stores) {
    this.stores = stores;
  }

  @Override
  public Optional<CmpTransaction> find(byte[] transactionId) {
    return Optional.ofNullable(stores.rows.transactions.get(MemoryStores.key(transactionId)));
  }

  @Override
  public Optional<CmpTransaction> findAndLock(byte[] transactionId) {
    return find(transactionId);
  }

  @Override
  public Optional<WithOrder> findWithOrderAndLock(byte[] transactionId, Reference order) {
    return find(transactionId)
        .flatMap(
            transaction ->
                stores
                    .registrar
                    .orders()
                    .findAndLock(order)
                    .map(o -> new WithOrder(transaction, o)));
  }

  @Override
  public void insert(CmpTransaction transaction) {
    if (stores.rows.transactions.putIfAbsent(
            MemoryStores.key(transaction.transactionId()), transaction)
        != null) {
      throw MemoryStores.duplicate("cmp_transaction");
    }
  }

  @Override
  public void move(byte[] transactionId, CmpTransaction.State from, Move to) {
    CmpTransaction found =
        find(transactionId).filter(t -> t.state() == from).orElseThrow(IllegalStateException::new);
    put(
        found,
        to.state(),
        to.dueAt().orElse(found.dueAt()),
        to.endedAt(),
        to.serial().or(found::serial),
        to.answered(),
        Optional.empty());
  }

  @Override
  public boolean await(
      byte[] transactionId,
      CmpTransaction.State from,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      Answered answered) {
    Optional<CmpTransaction> found = find(transactionId).filter(t -> t.state() == from);
    found.ifPresent(
        t ->
            put(
                t,
                CmpTransaction.State.WAITING,
                dueAt,
                Optional.empty(),
                t.serial(),
                Optional.of(answered),
                Optional.of(waiting)));
    return found.isPresent();
  }

  private void put(
      CmpTransaction t,
      CmpTransaction.State state,
      Instant dueAt,
      Optional<Instant> endedAt,
      Optional<SerialNumber> serial,
      Optional<Answered> answered,
      Optional<CmpTransaction.Waiting> waiting) {
    stores.rows.transactions.put(
        MemoryStores.key(t.transactionId()),
        new CmpTransaction(
            t.transactionId(),
            t.sender(),
            t.protection(),
            t.body(),
            t.profile(),
            t.use(),
            t.reference(),
            t.requestDigest(),
            state,
            t.openedAt(),
            dueAt,
            endedAt,
            serial,
            answered.map(Answered::nonce).or(t::ourNonce),
            answered.map(Answered::messageDigest).or(t::lastDigest),
            answered.map(Answered::der),
            waiting));
  }

  @Override
  public List<CmpTransaction> timedOut(Instant at) {
    return stores.rows.transactions.values().stream()
        .filter(t -> !t.state().isEnded() && !t.dueAt().isAfter(at))
        .toList();
  }

  @Override
  public int eraseAnswers(Instant limit) {
    return 0;
  }
}
