package org.vouchseal.validation.outbox;

/** Hands mail to the mail system. */
@FunctionalInterface
public interface MailSender {

  /**
   * Returns when the mail system took the mail over.
   *
   * @throws MailNotSent when it did not, or when that is not known; the mail may be sent again
   */
  void send(OutgoingMail mail);
}
