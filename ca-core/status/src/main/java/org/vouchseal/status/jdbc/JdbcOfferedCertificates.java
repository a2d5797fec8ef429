package org.vouchseal.status.jdbc;

import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.status.directory.OfferedCertificates;

/** Reads the view {@code issuing.offered_encryption_certificate}. */
public final class JdbcOfferedCertificates implements OfferedCertificates {

  private final SqlStatements statements;

  public JdbcOfferedCertificates(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public List<byte[]> find(Mailbox mailbox, Instant at) {
    return statements.all(
        "SELECT der FROM issuing.offered_encryption_certificate"
            + " WHERE mailbox = ? AND not_before <= ? AND not_after >= ?"
            + " ORDER BY not_before DESC, id DESC LIMIT 1",
        row -> row.getBytes(1),
        mailbox.address(),
        at,
        at);
  }
}
