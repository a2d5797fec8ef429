package org.vouchseal.issuing.jdbc;

import java.time.Instant;
import org.vouchseal.issuing.registrar.DirectoryChoiceStore;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Wishes in {@code directory_choice}. */
public final class JdbcDirectoryChoiceStore implements DirectoryChoiceStore {

  private final SqlStatements statements;

  public JdbcDirectoryChoiceStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  /**
   * Updates first: an INSERT that may turn into an update needs the right to change the key. What
   * the update did not find stays locked, so a row that is in the way of the insert is a newer one.
   */
  @Override
  public void keepNewest(
      OwnerId owner, Mailbox mailbox, boolean listed, Reference reference, Instant signedAt) {
    int renewed =
        statements.update(
            "UPDATE directory_choice SET listed = ?, reference = ?, signed_at = ?"
                + " WHERE owner = ? AND mailbox = ? AND signed_at <= ?",
            listed,
            reference.value(),
            signedAt,
            owner.value(),
            mailbox.address(),
            signedAt);
    if (renewed == 0) {
      boolean unusedNewerIsKept =
          statements.insertUnlessTaken(
              "INSERT INTO directory_choice (owner, mailbox, listed, reference, signed_at)"
                  + " VALUES (?, ?, ?, ?, ?)",
              owner.value(),
              mailbox.address(),
              listed,
              reference.value(),
              signedAt);
    }
  }
}
