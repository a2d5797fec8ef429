package org.vouchseal.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A real data source whose connections fail where a test says, and that remembers how transactions
 * were begun and ended on them.
 */
final class FailingSource {

  private static final List<String> REMEMBERED =
      List.of("getConnection", "setAutoCommit", "commit", "rollback", "abort", "close");

  private final DataSource real;
  private final List<String> calls = new ArrayList<>();
  private final Map<String, SQLException> faults = new HashMap<>();

  FailingSource(DataSource real) {
    this.real = real;
  }

  /** The next call of this method does not reach the database, but for a close, which does. */
  void failOnce(String method, SQLException fault) {
    faults.put(method, fault);
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  DataSource dataSource() {
    return over(DataSource.class, real);
  }

  private <T> T over(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  @SuppressWarnings("NullAway") // void methods answer null
  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (REMEMBERED.contains(name)) {
      boolean told = name.equals("setAutoCommit");
      calls.add(told ? name + " " + Objects.requireNonNull(arguments)[0] : name);
    }
    SQLException fault = faults.remove(name);
    if (fault != null && !name.equals("close")) {
      throw fault;
    }
    Object answer = invoke(target, method, arguments);
    if (fault != null) {
      throw fault;
    }
    return answer instanceof Connection connection ? over(Connection.class, connection) : answer;
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }
}
