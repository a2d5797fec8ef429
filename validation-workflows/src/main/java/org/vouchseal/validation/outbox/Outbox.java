package org.vouchseal.validation.outbox;

import java.time.Instant;
import java.util.List;

/** Mails that wait to be sent. Every method needs a running transaction. */
public interface Outbox {

  /**
   * Writes a mail that becomes due at once.
   *
   * @param onceKey what the mail is about; a second mail with the same key is not written
   * @param giveUpAt when it is of no use any more, exclusive
   * @return whether it was written
   */
  boolean write(OutgoingMail mail, String onceKey, Instant now, Instant giveUpAt);

  /** Takes back a mail that still waits; does nothing when it does not. */
  void cancel(String id);

  /**
   * Takes mails that are due for one sender: nobody else gets them before {@code until}. A sender
   * that stops thereby leaves them to the next.
   */
  List<Claim> claim(Instant now, Instant until, int limit);

  /** The mail system has it; the text is erased. */
  void sent(String id);

  /** It shall be tried again. */
  void postpone(String id, Instant next);

  /** It is not tried any more; the text is erased. */
  void giveUp(String id);

  /** The mail system refused its recipient for good; the text is erased. */
  void refused(String id);

  /** Whether the mail system refused its recipient for good. */
  boolean wasRefused(String id);

  /**
   * A mail taken for sending.
   *
   * @param attempts how often it was taken, this time included
   * @param giveUpAt when it is of no use any more
   */
  record Claim(OutgoingMail mail, int attempts, Instant giveUpAt) {}
}
