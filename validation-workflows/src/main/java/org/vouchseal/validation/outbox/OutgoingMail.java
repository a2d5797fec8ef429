package org.vouchseal.validation.outbox;

import org.vouchseal.model.Mailbox;

/**
 * A mail to one recipient, whose words are all ours.
 *
 * @param id name of the mail, also the left part of its Message-ID: the same at each repetition
 * @param recipient the one recipient
 * @param subject one line of ASCII
 * @param body lines of ASCII
 */
public record OutgoingMail(String id, Mailbox recipient, String subject, String body) {

  public OutgoingMail {
    requirePrintable(subject, "subject", "");
    requirePrintable(body, "body", "\n");
  }

  @Override
  public String toString() {
    return "mail " + id;
  }

  private static void requirePrintable(String text, String name, String also) {
    boolean plain = text.chars().allMatch(c -> (c >= ' ' && c <= '~') || also.indexOf(c) >= 0);
    if (text.isBlank() || !plain) {
      throw new IllegalArgumentException("the " + name + " of a mail is printable ASCII");
    }
  }
}
