package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.jdbc.JdbcPoolStore;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.pool.DrawKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Somebody reads the whole database and the log. */
class PlaintextKeyInDatabaseTest {

  private final TestRoom parts = TestRoom.empty();
  private final StringBuilder log = new StringBuilder();

  @Test
  void privateNumbers_areNeitherInTheDatabaseNorInTheLog() throws Exception {
    Handler handler = capture();
    Logger.getLogger("").addHandler(handler);
    Logger.getLogger("").setLevel(Level.FINE);
    RSAPrivateCrtKey key;
    String inPool;
    try {
      KeyServiceRoom room = parts.room();
      assertThat(room.fillPool().step()).isTrue();
      inPool = everything();
      EscrowRecord record =
          Escrows.escrow(
                  parts,
                  new DrawKey(
                      new JdbcPoolStore(parts.transactions),
                      new JdbcEscrowStore(parts.transactions),
                      parts.poolSeal(),
                      parts.pairwise(),
                      parts.audit()))
              .store(Escrows.request(Orders.forAlice(), EncryptionAlgorithm.RSA_3072, (byte) 1));
      try (EncryptionKeyPair pair =
          room.openEscrow().open(record.owner(), record.id(), "test", "test").orElseThrow()) {
        key = pair.withPrivateKeyInfo(PlaintextKeyInDatabaseTest::read);
        log.append(pair).append(record).append(record.sealed());
      }
    } finally {
      Logger.getLogger("").removeHandler(handler);
      Logger.getLogger("").setLevel(Level.INFO);
    }

    String inEscrow = everything();
    assertThat(inPool).contains(hex(key.getModulus()));
    assertThat(inEscrow).contains(hex(key.getModulus()));
    for (BigInteger number : List.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ())) {
      assertThat(inPool).doesNotContain(hex(number));
      assertThat(inEscrow).doesNotContain(hex(number));
      assertThat(log.toString()).doesNotContain(hex(number)).doesNotContain(number.toString());
    }
  }

  private static RSAPrivateCrtKey read(byte[] privateKeyInfo) {
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(privateKeyInfo));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sixteen octets from the middle of a number are enough to find it by. */
  private static String hex(BigInteger number) {
    String digits = number.toString(16);
    return digits.substring(64, 96);
  }

  private static String everything() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Connection connection = TestDatabase.shared().owner("keyservice").getConnection();
        var statement = connection.createStatement()) {
      for (String table : List.of("escrow", "pool_key", "order_secret", "audit_event", "lease")) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              add(all, rows.getObject(i));
            }
          }
        }
      }
    }
    return HexFormat.of().formatHex(all.toByteArray());
  }

  private static void add(ByteArrayOutputStream all, Object value) throws IOException {
    all.write(
        value instanceof byte[] octets
            ? octets
            : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
  }

  private Handler capture() {
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        log.append(logged.getMessage());
        if (logged.getParameters() != null) {
          log.append(List.of(logged.getParameters()));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
