package org.vouchseal.model.runtime;

/**
 * A named place in the order of steps at which a crash drill may end the JVM.
 *
 * <p>Production wires {@link #NONE}, which does nothing. The implementation that halts lives under
 * {@code system-test/drill} and is never part of a production WAR.
 */
@FunctionalInterface
public interface HaltPoint {

  /** Does nothing, at every point. */
  HaltPoint NONE = name -> {};

  /**
   * Says that the caller has come to the point {@code name}, e.g. {@code tx-b.after}. May not
   * return. Never called inside a database transaction of the caller, except for points named
   * {@code *.before-commit}.
   */
  void reached(String name);
}
