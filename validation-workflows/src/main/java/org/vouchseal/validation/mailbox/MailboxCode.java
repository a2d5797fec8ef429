package org.vouchseal.validation.mailbox;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;

/**
 * A one-time code: 125 random bits as 25 digits of Crockford's base32. Not a record, so that it
 * does not print itself.
 */
public final class MailboxCode {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 25;
  private static final int GROUP = 5;
  private static final int LONGEST_INPUT = 200;

  private final String digits;

  private MailboxCode(String digits) {
    this.digits = digits;
  }

  static MailboxCode random(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return new MailboxCode(text.toString());
  }

  /**
   * Reads what somebody typed: case, hyphens and white space do not count, O is 0, I and L are 1.
   *
   * @return empty when it cannot be a code
   */
  static Optional<MailboxCode> parse(String typed) {
    if (typed.length() > LONGEST_INPUT) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (char c : typed.toUpperCase(Locale.ROOT).toCharArray()) {
      char digit = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
      if (DIGITS.indexOf(digit) >= 0) {
        text.append(digit);
      } else if (c != '-' && !Character.isWhitespace(c)) {
        return Optional.empty();
      }
    }
    return text.length() == LENGTH
        ? Optional.of(new MailboxCode(text.toString()))
        : Optional.empty();
  }

  /** {@code XXXXX-XXXXX-XXXXX-XXXXX-XXXXX}, for the mail. */
  String shown() {
    StringBuilder text = new StringBuilder(digits);
    for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
      text.insert(at, '-');
    }
    return text.toString();
  }

  /** What is kept of it: a digest that holds for one enrolment and one mailbox only. */
  String digestFor(Reference enrolment, Mailbox mailbox) {
    return Sha256.hex(
        Canonical.of("vouchseal-mailbox-code-1")
            .text(enrolment.value())
            .text(mailbox.address())
            .text(digits)
            .bytes());
  }

  @Override
  public String toString() {
    return "mailbox code";
  }
}
