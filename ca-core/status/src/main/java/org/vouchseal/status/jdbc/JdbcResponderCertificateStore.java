package org.vouchseal.status.jdbc;

import java.util.Optional;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.status.responder.ResponderCertificate;
import org.vouchseal.status.responder.ResponderCertificateStore;

/** Responder certificates in the table {@code responder_certificate}. */
public final class JdbcResponderCertificateStore implements ResponderCertificateStore {

  private final SqlStatements statements;

  public JdbcResponderCertificateStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<ResponderCertificate> newest(String issuer, byte[] subjectPublicKeyInfo) {
    return statements.first(
        "SELECT issuer, der, not_before, not_after FROM responder_certificate"
            + " WHERE issuer = ? AND spki = ? ORDER BY not_after DESC, id DESC LIMIT 1",
        row ->
            new ResponderCertificate(
                row.getString(1),
                row.getBytes(2),
                SqlStatements.instant(row, 3),
                SqlStatements.instant(row, 4)),
        issuer,
        Columns.spki(subjectPublicKeyInfo));
  }

  @Override
  public void add(ResponderCertificate certificate, byte[] subjectPublicKeyInfo) {
    int unusedOne =
        statements.update(
            "INSERT INTO responder_certificate (issuer, spki, der, not_before, not_after)"
                + " VALUES (?, ?, ?, ?, ?)",
            certificate.issuer(),
            Columns.spki(subjectPublicKeyInfo),
            certificate.der(),
            certificate.notBefore(),
            certificate.notAfter());
  }
}
