package org.vouchseal.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool of one connection, which stays open; it counts the statements that are prepared. */
final class Lent {

  private Lent() {}

  static DataSource source(Connection only, AtomicInteger prepared) {
    Connection lent =
        proxy(
            Connection.class,
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "close" -> {
                  return null;
                }
                case "unwrap" -> {
                  return proxy;
                }
                case "prepareStatement" -> prepared.incrementAndGet();
                default -> {}
              }
              try {
                return method.invoke(only, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause() == null ? thrown : thrown.getCause();
              }
            });
    return proxy(DataSource.class, (proxy, method, arguments) -> lent);
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Lent.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
