package org.vouchseal.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Bare commits of three rows, certificate, request and audit: the most a database gives (C3). */
final class CommitLoad implements Load {

  private static final int DER = 1200;

  private final String url;
  private final String user;
  private final String password;
  private final int connections;

  CommitLoad(String url, String user, String password, int connections) {
    this.url = url + "?useServerPrepStmts=true";
    this.user = user;
    this.password = password;
    this.connections = connections;
    try (Connection db = open();
        Statement statement = db.createStatement()) {
      for (String table : List.of("bench_certificate", "bench_request", "bench_audit")) {
        boolean unused =
            statement.execute(
                "CREATE TABLE IF NOT EXISTS "
                    + table
                    + " (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARBINARY(32) NOT NULL,"
                    + " at DATETIME(6) NOT NULL, content MEDIUMBLOB NOT NULL, UNIQUE KEY (name),"
                    + " KEY (at)) ENGINE=InnoDB");
      }
      db.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the tables of the benchmark", e);
    }
  }

  private Connection open() throws SQLException {
    Connection db = DriverManager.getConnection(url, user, password);
    db.setAutoCommit(false);
    return db;
  }

  @Override
  public String name() {
    return "3-row commits, " + connections + " connections (C3)";
  }

  @Override
  public double run(Duration length) {
    return Clients.run(name(), connections, length, this::commit);
  }

  private void commit(Clients.Turn turn) throws SQLException {
    Random random = new Random();
    byte[] name = new byte[20];
    byte[] der = new byte[DER];
    try (Connection db = open();
        PreparedStatement certificate = insert(db, "bench_certificate");
        PreparedStatement request = insert(db, "bench_request");
        PreparedStatement audit = insert(db, "bench_audit")) {
      while (turn.goesOn()) {
        for (PreparedStatement statement : List.of(certificate, request, audit)) {
          random.nextBytes(name);
          statement.setBytes(1, name);
          statement.setBytes(2, der);
          int unused = statement.executeUpdate();
        }
        db.commit();
        turn.done();
      }
    }
  }

  private static PreparedStatement insert(Connection db, String table) throws SQLException {
    return db.prepareStatement(
        "INSERT INTO " + table + " (name, at, content) VALUES (?, NOW(6), ?)");
  }
}
