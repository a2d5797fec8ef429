package org.vouchseal.persistence;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * The driver as a plain {@link DataSource}, and nothing else.
 *
 * <p>The driver's own class also implements {@code XADataSource}, and the application server then
 * runs every transaction as XA (docs/traps.md). The password is read from a file at each new
 * connection, so environment and deployment descriptor carry paths only.
 */
public final class MariaDbPlainDataSource implements DataSource {

  private static final String NOT_CONNECTED = "08001";

  private final Driver driver = new Driver();
  private String url = "";
  private String user = "";
  private String passwordFile = "";
  private int loginTimeoutSeconds = 10;

  /** The JDBC address, beginning with {@code jdbc:mariadb:}. */
  public void setUrl(String url) {
    this.url = url;
  }

  public void setUser(String user) {
    this.user = user;
  }

  /** Path of a file whose content, less white space at its ends, is the password. */
  public void setPasswordFile(String passwordFile) {
    this.passwordFile = passwordFile;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password());
    properties.setProperty("connectTimeout", Integer.toString(loginTimeoutSeconds * 1000));
    // parsed once for each connection, not for each statement
    properties.setProperty("useServerPrepStmts", "true");
    org.mariadb.jdbc.Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a MariaDB address: " + url);
    }
    return TransactionalConnection.over(connection);
  }

  /** As without arguments: user and password are part of the wiring, a pool's own are not used. */
  @Override
  public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
    return getConnection();
  }

  private String password() throws SQLException {
    try {
      return Files.readString(Path.of(passwordFile)).strip();
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException(
          "cannot read the database password of " + user, NOT_CONNECTED, e);
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeoutSeconds = seconds == 0 ? 10 : seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeoutSeconds;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("logs through SLF4J");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
