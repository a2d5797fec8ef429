package org.vouchseal.issuing.jpa;

import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.cmp.CmpTransactionStore;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.Sha256;
import org.vouchseal.persistence.Entities;

/** CMP transactions in the table {@code cmp_transaction}. */
public final class JpaCmpTransactionStore implements CmpTransactionStore {

  private static final int AT_ONCE = 100;

  private final Entities entities;

  public JpaCmpTransactionStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<CmpTransaction> find(byte[] transactionId) {
    return byId(transactionId).getResultStream().findFirst().map(JpaCmpTransactionStore::read);
  }

  @Override
  public Optional<CmpTransaction> findAndLock(byte[] transactionId) {
    return byId(transactionId)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .map(JpaCmpTransactionStore::read);
  }

  private TypedQuery<CmpTransactionRow> byId(byte[] transactionId) {
    return entities
        .current()
        .createQuery(
            "SELECT t FROM CmpTransactionRow t WHERE t.transactionId = :id",
            CmpTransactionRow.class)
        .setParameter("id", transactionId);
  }

  @Override
  public void insert(CmpTransaction transaction) {
    CmpTransactionRow row = new CmpTransactionRow();
    row.transactionId = transaction.transactionId();
    row.sender = transaction.sender();
    row.protection = transaction.protection();
    row.body = transaction.body();
    row.profile = transaction.profile().map(ProfileName::value).orElse(null);
    row.useName = transaction.use().orElse(null);
    row.reference = transaction.reference().value();
    row.requestDigest = transaction.requestDigest();
    row.state = transaction.state().name();
    row.openedAt = transaction.openedAt();
    row.dueAt = transaction.dueAt();
    row.endedAt = transaction.endedAt().orElse(null);
    row.ourNonce = transaction.ourNonce().orElse(null);
    row.lastDigest = transaction.lastDigest().orElse(null);
    row.answer = transaction.answer().orElse(null);
    row.answerDigest = transaction.answer().map(Sha256::hex).orElse(null);
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public boolean move(byte[] transactionId, CmpTransaction.State from, Move to) {
    Optional<CmpTransactionRow> found = lockedIn(transactionId, from);
    found.ifPresent(row -> change(row, to));
    return found.isPresent();
  }

  private Optional<CmpTransactionRow> lockedIn(byte[] transactionId, CmpTransaction.State state) {
    return byId(transactionId)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .filter(row -> row.state.equals(state.name()));
  }

  private void change(CmpTransactionRow row, Move to) {
    row.state = to.state().name();
    row.endedAt = to.endedAt().orElse(null);
    to.dueAt().ifPresent(due -> row.dueAt = due);
    row.request = null;
    row.pollAfter = null;
    to.serial()
        .ifPresent(
            serial -> {
              row.issuer = IssuingAuthority.SMIME;
              row.serial = serial.value().toByteArray();
            });
    if (to.answered().isPresent()) {
      answered(row, to.answered().get());
    } else {
      row.answer = null;
    }
    entities.current().flush();
  }

  private static void answered(CmpTransactionRow row, Answered answered) {
    row.lastDigest = answered.messageDigest();
    row.ourNonce = answered.nonce();
    row.answer = answered.der();
    row.answerDigest = Sha256.hex(answered.der());
  }

  @Override
  public boolean await(
      byte[] transactionId,
      CmpTransaction.State from,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      Answered answered) {
    Optional<CmpTransactionRow> found = lockedIn(transactionId, from);
    found.ifPresent(
        row -> {
          row.state = CmpTransaction.State.WAITING.name();
          row.request = waiting.request();
          row.pollAfter = waiting.pollAfter();
          row.dueAt = dueAt;
          answered(row, answered);
          entities.current().flush();
        });
    return found.isPresent();
  }

  @Override
  public List<CmpTransaction> timedOut(Instant at) {
    return entities
        .current()
        .createQuery(
            "SELECT t FROM CmpTransactionRow t WHERE t.state IN ('OPEN', 'WAITING', 'ISSUED')"
                + " AND t.dueAt <= :at ORDER BY t.dueAt",
            CmpTransactionRow.class)
        .setParameter("at", at)
        .setMaxResults(AT_ONCE)
        .getResultStream()
        .map(JpaCmpTransactionStore::read)
        .toList();
  }

  @Override
  public int eraseAnswers(Instant limit) {
    return entities
        .current()
        .createQuery(
            "UPDATE CmpTransactionRow t SET t.answer = NULL WHERE t.endedAt < :limit"
                + " AND t.answer IS NOT NULL")
        .setParameter("limit", limit)
        .executeUpdate();
  }

  private static CmpTransaction read(CmpTransactionRow row) {
    return new CmpTransaction(
        row.transactionId,
        row.sender,
        row.protection,
        row.body,
        Optional.ofNullable(row.profile).map(ProfileName::new),
        Optional.ofNullable(row.useName),
        new Reference(row.reference),
        row.requestDigest,
        CmpTransaction.State.valueOf(row.state),
        row.openedAt,
        row.dueAt,
        Optional.ofNullable(row.endedAt),
        Optional.ofNullable(row.serial).map(s -> new SerialNumber(new BigInteger(1, s))),
        Optional.ofNullable(row.ourNonce),
        Optional.ofNullable(row.lastDigest),
        Optional.ofNullable(row.answer),
        waiting(row));
  }

  private static Optional<CmpTransaction.Waiting> waiting(CmpTransactionRow row) {
    return row.request == null || row.pollAfter == null
        ? Optional.empty()
        : Optional.of(new CmpTransaction.Waiting(row.request, row.pollAfter));
  }
}
