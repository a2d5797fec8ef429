package org.vouchseal.validation.outbox;

/**
 * The mail system did not take a mail, or did not say so. The message holds no text of the mail.
 */
public final class MailNotSent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  public MailNotSent(String message, Throwable cause) {
    this(message, cause, false);
  }

  private MailNotSent(String message, Throwable cause, boolean forGood) {
    super(message, cause);
    this.forGood = forGood;
  }

  /** The mail system will never take a mail to this recipient (RFC 5321 §4.2.1: 5yz). */
  public static MailNotSent recipientRefused(Throwable cause) {
    return new MailNotSent("the mail system refused the recipient for good", cause, true);
  }

  public boolean isForGood() {
    return forGood;
  }
}
