package org.vouchseal.validation.outbox;

/**
 * The mail system did not take a mail, or did not say so. The message holds no text of the mail.
 */
public final class MailNotSent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MailNotSent(String message, Throwable cause) {
    super(message, cause);
  }
}
