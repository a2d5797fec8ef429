package org.vouchseal.validation.order;

import java.security.SecureRandom;

/**
 * The secret of one order: 160 random bits as 32 lower-case letters and digits, so without space or
 * colon. It is handed to the registrar and to the applicant, and kept nowhere here.
 */
public final class OrderSecret {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 32;

  private final String value;

  private OrderSecret(String value) {
    this.value = value;
  }

  public static OrderSecret random(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return new OrderSecret(text.toString());
  }

  /** The secret itself; for the encryption to the registrar and for the one answer. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "order secret";
  }
}
