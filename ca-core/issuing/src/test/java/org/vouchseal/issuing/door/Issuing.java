package org.vouchseal.issuing.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.boot.IssuingCoreParts;
import org.vouchseal.issuing.boot.IssuingRules;
import org.vouchseal.issuing.boot.RegistrarAssembly;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.crl.CrlSettings;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.issuing.registrar.RegistrarSettings;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.SqlAuditTrail;
import org.vouchseal.persistence.SqlTransactions;
import org.vouchseal.testdatabase.TestDatabase;

/** The issuing room over a real database, with a key service that is not real. */
final class Issuing extends Room implements AutoCloseable {

  final FakeCentralKeys keyService;
  final SqlTransactions transactions;
  final IssuingCore core;
  final RegistrarAssembly door;
  volatile HaltPoint halt = HaltPoint.NONE;

  private Optional<HttpServer> server = Optional.empty();

  Issuing(TestPki pki, boolean clean) {
    this(pki, clean, CmpSettings.DEFAULT);
  }

  Issuing(TestPki pki, boolean clean, CmpSettings cmpSettings) {
    this(pki, clean, cmpSettings, IssuanceSettings.DEFAULT);
  }

  Issuing(TestPki pki, boolean clean, CmpSettings cmpSettings, IssuanceSettings issuanceSettings) {
    super(pki);
    if (clean) {
      TestDatabase.shared().clean("issuing");
    }
    this.keyService = new FakeCentralKeys(pki.receipt);
    this.transactions = new SqlTransactions(TestDatabase.shared().appUser("issuing"));
    SqlAuditTrail audit = new SqlAuditTrail(transactions, clock, random, "test");
    HaltPoint halting = name -> halt.reached(name);
    this.core =
        IssuingCore.assemble(
            new IssuingCoreParts(
                transactions,
                transactions,
                audit,
                pki.token,
                TestPki.PROVIDERS,
                pki.directory,
                clock,
                random,
                halting,
                "test",
                false,
                Optional.empty(),
                RegistrarAssembly.provedOrders(
                    transactions,
                    TestPki.PROVIDERS,
                    pki.directory,
                    clock,
                    RegistrarSettings.DEFAULT),
                IssuingRules.STANDARD,
                issuanceSettings,
                CrlSettings.DEFAULT));
    this.door =
        RegistrarAssembly.assemble(
            new RegistrarAssembly.Parts(
                transactions,
                transactions,
                pki.token,
                TestPki.PROVIDERS,
                pki.directory,
                clock,
                random,
                halting,
                audit,
                core.issuance(),
                core.certificates(),
                core.revocation(),
                keyService,
                keyService,
                RegistrarSettings.DEFAULT,
                cmpSettings,
                IssuingRules.STANDARD));
  }

  static Issuing fresh(Path folder) {
    try {
      return new Issuing(new TestPki(Files.createTempDirectory(folder, "pki")), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts HTTP on a free port and returns {@code host:port}. */
  String serve() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/.well-known/cmp", this::cmp);
      http.setExecutor(Executors.newFixedThreadPool(4));
      http.start();
      server = Optional.of(http);
      return "127.0.0.1:" + http.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cmp(HttpExchange exchange) throws IOException {
    CmpHttpResponse answer =
        door.cmp()
            .respond(
                new CmpHttpRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().substring("/.well-known/cmp".length()),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                    exchange.getRequestBody(),
                    Optional.of(ClientAddress.of(exchange.getRemoteAddress().getAddress()))));
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  /** The one number that a query gives, asked as the owner of the schema. */
  long count(String sql) {
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  RegistrarAssembly assembly() {
    return door;
  }

  @Override
  public void close() {
    server.ifPresent(http -> http.stop(0));
  }
}
