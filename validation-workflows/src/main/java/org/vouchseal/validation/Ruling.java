package org.vouchseal.validation;

import java.util.function.Function;

/** What came of a request: what was granted, or why it was refused by rule. */
public sealed interface Ruling<T> {

  /** Goes on with what was granted; a refusal stays as it is. */
  <R> Ruling<R> then(Function<? super T, Ruling<R>> next);

  /** One value from either. */
  <R> R fold(
      Function<? super T, ? extends R> onGranted, Function<? super Refusal, ? extends R> onRefused);

  static <T> Ruling<T> granted(T value) {
    return new Granted<>(value);
  }

  static <T> Ruling<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** It was done. */
  record Granted<T>(T value) implements Ruling<T> {
    @Override
    public <R> Ruling<R> then(Function<? super T, Ruling<R>> next) {
      return next.apply(value);
    }

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onGranted,
        Function<? super Refusal, ? extends R> onRefused) {
      return onGranted.apply(value);
    }
  }

  /** It was not done. */
  record Refused<T>(Refusal refusal) implements Ruling<T> {
    @Override
    public <R> Ruling<R> then(Function<? super T, Ruling<R>> next) {
      return new Refused<>(refusal);
    }

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> onGranted,
        Function<? super Refusal, ? extends R> onRefused) {
      return onRefused.apply(refusal);
    }
  }
}
