package org.vouchseal.validation.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Sends what waits in the outbox; may run on every node at the same time.
 *
 * <p>At least once: a crash between sending and writing that down sends the same mail, with the
 * same Message-ID, again. The pause between attempts doubles from 1 second to 10 minutes.
 */
public final class DeliverMail {

  private static final Logger LOG = LoggerFactory.getLogger(DeliverMail.class);
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final int AT_ONCE = 10;

  private final Transactions transactions;
  private final Outbox outbox;
  private final MailSender sender;
  private final AuditTrail audit;
  private final Clock clock;
  private final HaltPoint halt;

  public DeliverMail(
      Transactions transactions,
      Outbox outbox,
      MailSender sender,
      AuditTrail audit,
      Clock clock,
      HaltPoint halt) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.sender = sender;
    this.audit = audit;
    this.clock = clock;
    this.halt = halt;
  }

  /**
   * Sends what is due now, a few mails at most.
   *
   * @return how many mails the mail system took
   */
  public int run() {
    Instant now = clock.instant();
    List<Outbox.Claim> due = transactions.run(() -> outbox.claim(now, now.plus(CLAIM), AT_ONCE));
    int sent = 0;
    for (Outbox.Claim claim : due) {
      sent += deliverAlone(claim) ? 1 : 0;
    }
    return sent;
  }

  /** One that cannot be delivered must not hold up those behind it; its claim runs out. */
  private boolean deliverAlone(Outbox.Claim claim) {
    try {
      return deliver(claim);
    } catch (RuntimeException fault) {
      LOG.error("mail {} cannot be delivered", claim.mail().id(), fault);
      return false;
    }
  }

  private boolean deliver(Outbox.Claim claim) {
    String id = claim.mail().id();
    if (!clock.instant().isBefore(claim.giveUpAt())) {
      transactions.run(() -> giveUp(claim));
      return false;
    }
    try {
      sender.send(claim.mail());
    } catch (MailNotSent fault) {
      if (fault.isForGood()) {
        transactions.run(() -> refused(claim));
        return false;
      }
      LOG.warn("mail {} was not sent at attempt {}: {}", id, claim.attempts(), fault.getMessage());
      Instant next = clock.instant().plus(pause(claim.attempts()));
      transactions.run(() -> outbox.postpone(id, next));
      return false;
    }
    halt.reached("mail.sent");
    transactions.run(
        () -> {
          outbox.sent(id);
          audit.append(AuditEvent.of("mail.sent", "system:outbox", "mail:" + id));
        });
    return true;
  }

  private void giveUp(Outbox.Claim claim) {
    outbox.giveUp(claim.mail().id());
    ended("mail.given-up", claim, claim.attempts() - 1);
  }

  private void refused(Outbox.Claim claim) {
    outbox.refused(claim.mail().id());
    ended("mail.refused", claim, claim.attempts());
  }

  private void ended(String type, Outbox.Claim claim, int attempts) {
    audit.append(
        new AuditEvent(
            type,
            "system:outbox",
            "mail:" + claim.mail().id(),
            Map.of("attempts", Integer.toString(attempts))));
  }

  static Duration pause(int attempts) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 20));
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
