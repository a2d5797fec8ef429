package org.vouchseal.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What came of a check or a wish: a value, or why it was refused by rule. What could not be done
 * for other reasons is an exception instead.
 *
 * @param <T> what was established or granted
 * @param <F> why it was refused, in the words of the one who asks
 */
public sealed interface Outcome<T, F> {

  /** It passed or was granted. */
  record Passed<T, F>(T value) implements Outcome<T, F> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed, Function<? super F, ? extends R> onRefused) {
      return onPassed.apply(value);
    }
  }

  /** It was refused; nothing was changed, and nothing that was asked is to be believed. */
  record Refused<T, F>(F why) implements Outcome<T, F> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed, Function<? super F, ? extends R> onRefused) {
      return onRefused.apply(why);
    }
  }

  /** An outcome that passed. */
  static <T, F> Outcome<T, F> of(T value) {
    return new Passed<>(value);
  }

  /** What is there passes; when nothing is, it is refused for the reason given. */
  static <T, F> Outcome<T, F> of(Optional<T> value, Supplier<? extends F> ifAbsent) {
    return value.<Outcome<T, F>>map(Passed::new).orElseGet(() -> new Refused<>(ifAbsent.get()));
  }

  /** An outcome that was refused. */
  static <T, F> Outcome<T, F> refused(F why) {
    return new Refused<>(why);
  }

  /** Calls the one function that fits, and gives its result. */
  <R> R fold(Function<? super T, ? extends R> onPassed, Function<? super F, ? extends R> onRefused);

  /** The next step, taken only when this one passed; a refusal stays as it is. */
  default <R> Outcome<R, F> then(Function<? super T, Outcome<R, F>> next) {
    return this.<Outcome<R, F>>fold(next, Outcome::refused);
  }

  /** The value; empty when refused. */
  default Optional<T> result() {
    return this.<Optional<T>>fold(Optional::of, why -> Optional.empty());
  }

  /** Why it was refused; empty when it passed. */
  default Optional<F> fault() {
    return this.<Optional<F>>fold(value -> Optional.empty(), Optional::of);
  }
}
