package org.vouchseal.status.certificate;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.vouchseal.model.RevocationReason;

/** What is known of a serial number under one issuer. */
public sealed interface CertificateStatus {

  /** It was issued and is not revoked; it may be expired. */
  record Good() implements CertificateStatus {
    @Override
    public <R> R fold(
        Supplier<? extends R> onGood,
        BiFunction<? super Instant, ? super RevocationReason, ? extends R> onRevoked,
        Supplier<? extends R> onUnknown) {
      return onGood.get();
    }
  }

  /** It is revoked, and stays so after it expired. */
  record Revoked(Instant at, RevocationReason reason) implements CertificateStatus {
    @Override
    public <R> R fold(
        Supplier<? extends R> onGood,
        BiFunction<? super Instant, ? super RevocationReason, ? extends R> onRevoked,
        Supplier<? extends R> onUnknown) {
      return onRevoked.apply(at, reason);
    }
  }

  /** This issuer never issued it. */
  record Unknown() implements CertificateStatus {
    @Override
    public <R> R fold(
        Supplier<? extends R> onGood,
        BiFunction<? super Instant, ? super RevocationReason, ? extends R> onRevoked,
        Supplier<? extends R> onUnknown) {
      return onUnknown.get();
    }
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Supplier<? extends R> onGood,
      BiFunction<? super Instant, ? super RevocationReason, ? extends R> onRevoked,
      Supplier<? extends R> onUnknown);
}
