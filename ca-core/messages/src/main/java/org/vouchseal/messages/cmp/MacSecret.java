package org.vouchseal.messages.cmp;

import java.util.Arrays;
import java.util.function.Function;

/**
 * A secret shared with one applicant, under which CMP messages carry a MAC.
 *
 * <p>At least {@value #MIN_CHARACTERS} printable ASCII characters without space and colon, so that
 * a secret of random characters from an alphabet of 64 has 128 bits and can be typed behind {@code
 * -secret pass:}. Never shown by {@link #toString}; {@link #close} wipes it.
 */
public final class MacSecret implements AutoCloseable {

  /** Fewest characters. */
  public static final int MIN_CHARACTERS = 22;

  /** Most characters. */
  public static final int MAX_CHARACTERS = 128;

  private final byte[] octets;
  private boolean wiped;

  private MacSecret(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Takes the ASCII octets of a secret.
   *
   * @param ascii copied; the caller wipes its own
   * @throws IllegalArgumentException naming the rule that is broken, never the secret
   */
  public static MacSecret of(byte[] ascii) {
    if (ascii.length < MIN_CHARACTERS || ascii.length > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "the secret has "
              + ascii.length
              + " characters, allowed are "
              + MIN_CHARACTERS
              + " to "
              + MAX_CHARACTERS);
    }
    for (byte octet : ascii) {
      if (octet <= ' ' || octet > '~' || octet == ':') {
        throw new IllegalArgumentException(
            "the secret holds a character that is not printable ASCII, or a space or colon");
      }
    }
    return new MacSecret(ascii.clone());
  }

  /** Lets {@code work} use the octets, which it neither keeps nor changes. */
  public synchronized <R> R use(Function<byte[], R> work) {
    if (wiped) {
      throw new IllegalStateException("the secret has been wiped");
    }
    return work.apply(octets);
  }

  @Override
  public synchronized void close() {
    Arrays.fill(octets, (byte) 0);
    wiped = true;
  }

  @Override
  public String toString() {
    return "MacSecret[***]";
  }
}
