package org.vouchseal.hsm;

/**
 * Wraps short secrets with AES-256-GCM and a fresh random 96-bit nonce; does nothing else. Has
 * versions: it wraps with the newest and opens any that still exists.
 */
public interface WrappingKey {

  /** The version that {@link #wrap} uses; starts at 1. */
  int currentVersion();

  /** Wraps {@code secret} so that it opens only with the same {@code associatedData}. */
  Wrapped wrap(byte[] secret, byte[] associatedData);

  /**
   * Opens what {@link #wrap} made.
   *
   * @throws OpeningRefused when box, version or associated data are not the ones of wrapping
   * @throws TokenUnavailable when it could not be tried
   */
  byte[] unwrap(Wrapped wrapped, byte[] associatedData);
}
