package org.vouchseal.issuing.registrar;

import java.util.function.Function;
import org.vouchseal.model.Problem;

/** What the registrar decided: something granted, or why not. */
public sealed interface Ruling<T> {

  /** Calls the function for what this is, and gives its result. */
  <R> R fold(
      Function<? super T, ? extends R> onGranted, Function<? super Problem, ? extends R> onRefused);

  static <T> Ruling<T> granted(T value) {
    return new Granted<>(value);
  }

  static <T> Ruling<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /** The next decision, made only when this one granted. */
  default <R> Ruling<R> then(Function<? super T, Ruling<R>> next) {
    return this.<Ruling<R>>fold(next, Ruling::refused);
  }

  /** It is so. */
  record Granted<T>(T value) implements Ruling<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onGranted,
        Function<? super Problem, ? extends R> onRefused) {
      return onGranted.apply(value);
    }
  }

  /** Nothing was changed. */
  record Refused<T>(Problem problem) implements Ruling<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onGranted,
        Function<? super Problem, ? extends R> onRefused) {
      return onRefused.apply(problem);
    }
  }
}
