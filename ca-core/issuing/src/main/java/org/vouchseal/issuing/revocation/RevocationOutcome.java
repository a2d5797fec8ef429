package org.vouchseal.issuing.revocation;

import java.util.function.Function;
import java.util.function.Supplier;

/** What came of asking for a revocation. */
public sealed interface RevocationOutcome {

  /** Calls the function for what this is, and gives its result. */
  <T> T fold(
      Function<Revocation, T> onRevoked,
      Function<Revocation, T> onAlreadyRevoked,
      Supplier<T> onUnknown);

  /** It is revoked from now on, once the caller's transaction commits. */
  record Revoked(Revocation revocation) implements RevocationOutcome {
    @Override
    public <T> T fold(
        Function<Revocation, T> onRevoked,
        Function<Revocation, T> onAlreadyRevoked,
        Supplier<T> onUnknown) {
      return onRevoked.apply(revocation);
    }
  }

  /** It was revoked before; that revocation stands unchanged. */
  record AlreadyRevoked(Revocation revocation) implements RevocationOutcome {
    @Override
    public <T> T fold(
        Function<Revocation, T> onRevoked,
        Function<Revocation, T> onAlreadyRevoked,
        Supplier<T> onUnknown) {
      return onAlreadyRevoked.apply(revocation);
    }
  }

  /** No such serial number was ever planned or imported. */
  record Unknown() implements RevocationOutcome {
    @Override
    public <T> T fold(
        Function<Revocation, T> onRevoked,
        Function<Revocation, T> onAlreadyRevoked,
        Supplier<T> onUnknown) {
      return onUnknown.get();
    }
  }
}
