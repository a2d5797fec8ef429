package org.vouchseal.issuing.door;

import java.util.concurrent.atomic.AtomicBoolean;
import org.vouchseal.model.runtime.HaltPoint;

/** Stops the work at a point once, as a crash would, by an error that nothing catches. */
final class Halted extends Error {
  private static final long serialVersionUID = 1L;

  private Halted(String point) {
    super(point);
  }

  static HaltPoint onceAt(String point) {
    AtomicBoolean done = new AtomicBoolean();
    return name -> {
      if (name.equals(point) && done.compareAndSet(false, true)) {
        throw new Halted(point);
      }
    };
  }
}
