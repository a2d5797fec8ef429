package org.vouchseal.messages.order;

import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.model.Problem;

/** The outcome of verifying something that a registration authority sent. */
public sealed interface Verified<T> {

  /** It verified. */
  record Accepted<T>(T value) implements Verified<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onAccepted,
        Function<? super Problem, ? extends R> onRefused) {
      return onAccepted.apply(value);
    }
  }

  /** It is refused; nothing of its content is to be believed. */
  record Refused<T>(Problem problem) implements Verified<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onAccepted,
        Function<? super Problem, ? extends R> onRefused) {
      return onRefused.apply(problem);
    }
  }

  static <T> Verified<T> accepted(T value) {
    return new Accepted<>(value);
  }

  static <T> Verified<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super T, ? extends R> onAccepted,
      Function<? super Problem, ? extends R> onRefused);

  /** The next check, made only when this one passed. */
  default <R> Verified<R> then(Function<? super T, Verified<R>> next) {
    return this.<Verified<R>>fold(next, Verified::refused);
  }

  /** What was verified; empty when refused. */
  default Optional<T> result() {
    return this.<Optional<T>>fold(Optional::of, problem -> Optional.empty());
  }

  /** Why it is refused; empty when accepted. */
  default Optional<Problem> fault() {
    return this.<Optional<Problem>>fold(value -> Optional.empty(), Optional::of);
  }
}
