package org.vouchseal.keyservice.central;

import java.util.function.Function;

/** What a check established, or why it refuses. */
public sealed interface Verdict<T> {

  /** The check passed. */
  record Passed<T>(T value) implements Verdict<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed,
        Function<? super CentralKeyOutcome.Refused, ? extends R> onRefused) {
      return onPassed.apply(value);
    }
  }

  /** The check failed. */
  record Failed<T>(CentralKeyOutcome.Refused refusal) implements Verdict<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onPassed,
        Function<? super CentralKeyOutcome.Refused, ? extends R> onRefused) {
      return onRefused.apply(refusal);
    }
  }

  static <T> Verdict<T> passed(T value) {
    return new Passed<>(value);
  }

  static <T> Verdict<T> refused(CentralKeyOutcome.Reason reason, String why) {
    return new Failed<>(new CentralKeyOutcome.Refused(reason, why));
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super T, ? extends R> onPassed,
      Function<? super CentralKeyOutcome.Refused, ? extends R> onRefused);

  /** The next check, made only when this one passed. */
  default <R> Verdict<R> then(Function<? super T, Verdict<R>> next) {
    return this.<Verdict<R>>fold(next, Failed::new);
  }
}
