package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.cmp.CmpTransactionStore;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** CMP transactions in the table {@code cmp_transaction}. */
public final class JdbcCmpTransactionStore implements CmpTransactionStore {

  private static final int AT_ONCE = 100;
  private static final String SELECT =
      "SELECT " + TransactionColumns.of("t") + " FROM cmp_transaction t ";
  private static final String BY_ID = SELECT + "WHERE transaction_id = ?";
  private static final String WITH_ORDER =
      "SELECT "
          + OrderColumns.of("o")
          + ", "
          + TransactionColumns.of("t")
          + " FROM registrar_order o STRAIGHT_JOIN cmp_transaction t"
          + " WHERE o.reference = ? AND t.transaction_id = ? FOR UPDATE";

  private final SqlStatements statements;

  public JdbcCmpTransactionStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<CmpTransaction> find(byte[] transactionId) {
    return statements.first(BY_ID, JdbcCmpTransactionStore::transaction, transactionId);
  }

  @Override
  public Optional<CmpTransaction> findAndLock(byte[] transactionId) {
    return statements.first(
        BY_ID + " FOR UPDATE", JdbcCmpTransactionStore::transaction, transactionId);
  }

  @Override
  public Optional<WithOrder> findWithOrderAndLock(byte[] transactionId, Reference order) {
    return statements.first(
        WITH_ORDER,
        row ->
            new WithOrder(
                TransactionColumns.read(row, OrderColumns.NAMES.size()), OrderColumns.read(row, 0)),
        order.value(),
        transactionId);
  }

  private static CmpTransaction transaction(ResultSet row) throws SQLException {
    return TransactionColumns.read(row, 0);
  }

  @Override
  public void insert(CmpTransaction transaction) {
    @Nullable byte[] answer = transaction.answer().orElse(null);
    statements.updateLater(
        "INSERT INTO cmp_transaction (transaction_id, sender, protection, body, profile,"
            + " use_name, reference, request_digest, state, opened_at, confirm_until, ended_at,"
            + " our_nonce, last_digest, answer, answer_digest)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        transaction.transactionId(),
        transaction.sender(),
        transaction.protection(),
        transaction.body(),
        transaction.profile().map(ProfileName::value).orElse(null),
        transaction.use().orElse(null),
        transaction.reference().value(),
        transaction.requestDigest(),
        transaction.state().name(),
        transaction.openedAt(),
        transaction.dueAt(),
        transaction.endedAt().orElse(null),
        transaction.ourNonce().orElse(null),
        transaction.lastDigest().orElse(null),
        answer,
        answer == null ? null : Sha256.hex(answer));
  }

  @Override
  public void move(byte[] transactionId, CmpTransaction.State from, Move to) {
    String issuer = to.serial().isPresent() ? IssuingAuthority.SMIME : null;
    Optional<Answered> answered = to.answered();
    statements.updateOneLater(
        "UPDATE cmp_transaction SET state = ?, ended_at = ?,"
            + " confirm_until = COALESCE(?, confirm_until), request = NULL, poll_after = NULL,"
            + " awaited = NULL,"
            + " issuer = COALESCE(?, issuer), serial = COALESCE(?, serial),"
            + " last_digest = COALESCE(?, last_digest), our_nonce = COALESCE(?, our_nonce),"
            + " answer = ?, answer_digest = COALESCE(?, answer_digest)"
            + " WHERE transaction_id = ? AND state = ?",
        to.state().name(),
        to.endedAt().orElse(null),
        to.dueAt().orElse(null),
        issuer,
        to.serial().map(Columns::serial).orElse(null),
        answered.map(Answered::messageDigest).orElse(null),
        answered.map(Answered::nonce).orElse(null),
        answered.map(Answered::der).orElse(null),
        answered.map(Answered::der).map(Sha256::hex).orElse(null),
        transactionId,
        from.name());
  }

  @Override
  public boolean await(
      byte[] transactionId,
      CmpTransaction.State from,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      Answered answered) {
    return statements.update(
            "UPDATE cmp_transaction SET state = ?, request = ?, poll_after = ?, awaited = ?, confirm_until = ?,"
                + " last_digest = ?, our_nonce = ?, answer = ?, answer_digest = ?"
                + " WHERE transaction_id = ? AND state = ?",
            CmpTransaction.State.WAITING.name(),
            waiting.request(),
            waiting.pollAfter(),
            waiting.awaited(),
            dueAt,
            answered.messageDigest(),
            answered.nonce(),
            answered.der(),
            Sha256.hex(answered.der()),
            transactionId,
            from.name())
        == 1;
  }

  @Override
  public List<CmpTransaction> timedOut(Instant at) {
    return statements.all(
        SELECT
            + "WHERE state IN ('OPEN', 'WAITING', 'ISSUED') AND confirm_until <= ?"
            + " ORDER BY confirm_until LIMIT "
            + AT_ONCE,
        JdbcCmpTransactionStore::transaction,
        at);
  }

  @Override
  public int eraseAnswers(Instant limit) {
    return statements.update(
        "UPDATE cmp_transaction SET answer = NULL WHERE answer_ended_at < ?", limit);
  }
}
