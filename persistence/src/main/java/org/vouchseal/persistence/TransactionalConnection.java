package org.vouchseal.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.util.constants.ServerStatus;

/**
 * A connection that tells the server about autocommit only when a statement is about to need it.
 *
 * <p>A pool switches autocommit off before and on after each transaction, which are two round trips
 * that change nothing as long as transactions follow one another. Switching it on while a
 * transaction is open commits that one at once, as JDBC says.
 */
final class TransactionalConnection implements InvocationHandler {

  private final org.mariadb.jdbc.Connection driver;
  private boolean wanted;
  private boolean told;

  private TransactionalConnection(org.mariadb.jdbc.Connection driver) throws SQLException {
    this.driver = driver;
    this.told = driver.getAutoCommit();
    this.wanted = told;
  }

  static Connection over(org.mariadb.jdbc.Connection driver) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            TransactionalConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new TransactionalConnection(driver));
  }

  @Override
  @SuppressWarnings("NullAway") // void methods answer null
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "setAutoCommit" -> {
        want((Boolean) Objects.requireNonNull(arguments)[0]);
        return null;
      }
      case "getAutoCommit" -> {
        return wanted;
      }
      case "unwrap" -> {
        // past a pool, not past us
        if (Objects.requireNonNull(arguments)[0] == Connection.class) {
          return proxy;
        }
      }
      case "equals" -> {
        return Objects.requireNonNull(arguments)[0] == proxy;
      }
      case "createStatement", "prepareStatement", "prepareCall", "setSavepoint" -> tell();
      default -> {}
    }
    try {
      return method.invoke(driver, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private void want(boolean autoCommit) throws SQLException {
    wanted = autoCommit;
    boolean open = (driver.getContext().getServerStatus() & ServerStatus.IN_TRANSACTION) != 0;
    if (wanted && open) {
      tell();
    }
  }

  private void tell() throws SQLException {
    if (wanted != told) {
      driver.setAutoCommit(wanted);
      told = wanted;
    }
  }
}
