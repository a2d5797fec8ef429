package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XADataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.testdatabase.TestDatabase;

@Tag("db")
class PlainDataSourceTest {

  private final MariaDbPlainDataSource source = new MariaDbPlainDataSource();

  @TempDir private Path folder;

  @BeforeEach
  void wire() {
    TestDatabase database = TestDatabase.shared();
    source.setUrl(database.url("status"));
    source.setUser("status_app");
    source.setPasswordFile(database.passwordFile("status_app").toString());
  }

  @Test
  void dataSource_isNotOneForDistributedTransactions() {
    assertThat(source).isNotInstanceOf(XADataSource.class);
    assertThat(source).isNotInstanceOf(javax.sql.ConnectionPoolDataSource.class);
  }

  @Test
  void passwordFromFile_opensAConnection() throws SQLException {
    try (Connection connection = source.getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void changedPasswordFile_isReadAgain() throws Exception {
    Path file = folder.resolve("password");
    source.setPasswordFile(file.toString());
    Files.writeString(file, "wrong-password-wrong");
    assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
    Files.writeString(
        file, Files.readString(TestDatabase.shared().passwordFile("status_app")) + "\n");
    source.getConnection().close();
  }

  @Test
  void absentPasswordFile_isAnSqlExceptionNamingTheUser() {
    source.setPasswordFile(folder.resolve("absent").toString());
    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("status_app");
  }

  @Test
  void addressOfAnotherDriver_isRefused() {
    source.setUrl("jdbc:other://127.0.0.1/x");
    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("jdbc:other");
  }
}
