package org.vouchseal.status.ocsp;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.vouchseal.hsm.Token;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.jdbc.JdbcCertificateStatuses;
import org.vouchseal.status.jdbc.JdbcResponderCertificateStore;

/** Responders over the test database with parts that a test wants to be its own. */
final class Responders {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  private Responders() {}

  static OcspResponder over(StatusPki pki, Path folder, Token token, OcspSettings settings) {
    return over(pki, folder, token, settings, StatusBench.transactions());
  }

  static OcspResponder over(
      StatusPki pki, Path folder, Token token, OcspSettings settings, Transactions transactions) {
    return new OcspResponder(
        transactions,
        new JdbcCertificateStatuses(StatusBench.transactions(), "issuing"),
        new JdbcResponderCertificateStore(StatusBench.transactions()),
        pki.directory(folder),
        token,
        StatusBench.PROVIDERS,
        NOON,
        settings);
  }
}
