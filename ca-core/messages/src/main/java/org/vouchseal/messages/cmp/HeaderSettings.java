package org.vouchseal.messages.cmp;

import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * What the header rules of one installation are.
 *
 * @param messageTimeTolerance longest accepted distance between messageTime and our clock, either
 *     way, inclusive
 * @param messageTimeRequired whether a message without messageTime is refused
 * @param anyRecipient whether a recipient that is not one of our names is taken
 * @param ownNames names under which clients may address us
 */
public record HeaderSettings(
    Duration messageTimeTolerance,
    boolean messageTimeRequired,
    boolean anyRecipient,
    List<X500Name> ownNames) {

  public HeaderSettings {
    ownNames = List.copyOf(ownNames);
    if (messageTimeTolerance.isNegative()) {
      throw new IllegalArgumentException("tolerance of messageTime must not be negative");
    }
  }

  /**
   * Five minutes, messageTime required, any recipient: {@code openssl cmp} users write what they
   * like into {@code -recipient}.
   */
  public static HeaderSettings lenientRecipient() {
    return new HeaderSettings(Duration.ofMinutes(5), true, true, List.of());
  }

  /** Five minutes, messageTime required, and only messages addressed to one of our names. */
  public static HeaderSettings addressedTo(List<X500Name> ownNames) {
    return new HeaderSettings(Duration.ofMinutes(5), true, false, ownNames);
  }
}
