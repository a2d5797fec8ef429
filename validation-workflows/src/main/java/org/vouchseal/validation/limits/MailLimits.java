package org.vouchseal.validation.limits;

import java.util.List;

/**
 * How many codes may be asked for.
 *
 * @param mailboxHourly per mailbox in an hour, its variants counted as one
 * @param mailboxDaily per mailbox in a day
 * @param hostHourly per network address in an hour
 * @param rangeHourly per network around it in an hour
 * @param domainHourly per mail domain in an hour
 */
public record MailLimits(
    int mailboxHourly, int mailboxDaily, int hostHourly, int rangeHourly, int domainHourly) {

  /** The numbers of the security concept. */
  public static final MailLimits DEFAULT = new MailLimits(3, 10, 30, 100, 100);

  public MailLimits {
    for (int limit : List.of(mailboxHourly, mailboxDaily, hostHourly, rangeHourly, domainHourly)) {
      if (limit < 1) {
        throw new IllegalArgumentException("a mail limit is at least 1, found " + limit);
      }
    }
  }
}
