package org.vouchseal.validation.order;

import java.util.function.Function;
import java.util.function.Supplier;
import org.vouchseal.model.Problem;

/** What the registrar said to an order. */
public sealed interface OrderOutcome {

  <R> R fold(
      Supplier<? extends R> onAccepted,
      Function<? super Problem, ? extends R> onRefused,
      Function<? super String, ? extends R> onUnavailable);

  /** It is in force. */
  record Accepted() implements OrderOutcome {
    @Override
    public <R> R fold(
        Supplier<? extends R> onAccepted,
        Function<? super Problem, ? extends R> onRefused,
        Function<? super String, ? extends R> onUnavailable) {
      return onAccepted.get();
    }
  }

  /**
   * It is not in force and never will be.
   *
   * @param problem in the registrar's words
   */
  record Refused(Problem problem) implements OrderOutcome {
    @Override
    public <R> R fold(
        Supplier<? extends R> onAccepted,
        Function<? super Problem, ? extends R> onRefused,
        Function<? super String, ? extends R> onUnavailable) {
      return onRefused.apply(problem);
    }
  }

  /**
   * Nothing is known: it may be in force.
   *
   * @param why for the log
   */
  record Unavailable(String why) implements OrderOutcome {
    @Override
    public <R> R fold(
        Supplier<? extends R> onAccepted,
        Function<? super Problem, ? extends R> onRefused,
        Function<? super String, ? extends R> onUnavailable) {
      return onUnavailable.apply(why);
    }
  }
}
