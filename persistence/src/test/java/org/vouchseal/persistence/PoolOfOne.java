package org.vouchseal.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gives the same connection each time; who closes it gives it back. */
final class PoolOfOne {

  private final Connection only;
  private int prepared;

  PoolOfOne(Connection only) {
    this.only = only;
  }

  DataSource source() {
    Connection lent = proxy(Connection.class, this::call);
    return proxy(DataSource.class, (source, method, arguments) -> lent);
  }

  /** How many statements were prepared. */
  int prepared() {
    return prepared;
  }

  @SuppressWarnings("NullAway") // void methods answer null
  private @Nullable Object call(Object lent, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "close" -> {
        return null;
      }
      case "unwrap" -> {
        return lent;
      }
      case "prepareStatement" -> prepared++;
      default -> {}
    }
    try {
      return method.invoke(only, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(PoolOfOne.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
