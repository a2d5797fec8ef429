package org.vouchseal.messages.cmp;

import java.util.Optional;
import java.util.function.Function;

/** The outcome of a check: what it established, or why the message is refused. */
public sealed interface Checked<T> {

  /** The check passed. */
  record Passed<T>(T value) implements Checked<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed,
        Function<? super CmpRefusal, ? extends R> onRefused) {
      return onPassed.apply(value);
    }
  }

  /** The check failed. */
  record Refused<T>(CmpRefusal refusal) implements Checked<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed,
        Function<? super CmpRefusal, ? extends R> onRefused) {
      return onRefused.apply(refusal);
    }
  }

  static <T> Checked<T> passed(T value) {
    return new Passed<>(value);
  }

  static <T> Checked<T> refused(CmpFailure failure, String text) {
    return new Refused<>(new CmpRefusal(failure, text));
  }

  static <T> Checked<T> refused(CmpRefusal refusal) {
    return new Refused<>(refusal);
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super T, ? extends R> onPassed,
      Function<? super CmpRefusal, ? extends R> onRefused);

  /** The next check, made only when this one passed. */
  default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
    return this.<Checked<R>>fold(next, Checked::refused);
  }

  /** What was established; empty when refused. */
  default Optional<T> result() {
    return this.<Optional<T>>fold(Optional::of, refusal -> Optional.empty());
  }

  /** Why it is refused; empty when passed. */
  default Optional<CmpRefusal> fault() {
    return this.<Optional<CmpRefusal>>fold(value -> Optional.empty(), Optional::of);
  }
}
