package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.Transactions;

/**
 * Keeps a request that cannot be decided yet, and tells its client when to ask again (RFC 9810
 * §5.3.22). What is kept outlives any restart.
 */
final class LetWait {

  private final Transactions transactions;
  private final TransactionBook book;
  private final Clock clock;
  private final CmpSettings settings;

  LetWait(CmpParts parts, TransactionBook book) {
    this.transactions = parts.transactions();
    this.book = book;
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /** The transaction that a request opened waits from now on. */
  Outcome<byte[], CmpRefusal> begin(
      Conversation conversation, CmpTransaction transaction, Awaited awaited) {
    Instant now = clock.instant();
    Answer answer =
        conversation
            .answers()
            .waiting(
                conversation.message().header(),
                conversation.requester().protection(),
                conversation.request().bodyType(),
                awaited.text());
    CmpTransaction.Waiting waiting =
        new CmpTransaction.Waiting(
            conversation.request().raw(), now.plus(settings.checkAfter()), awaited.text());
    return kept(conversation, transaction, waiting, now.plus(settings.waitingLimit()), answer);
  }

  /** What the message that made the request wait was answered with. */
  Outcome<byte[], CmpRefusal> answered(Conversation conversation) {
    return transactions.run(() -> book.answerOf(conversation));
  }

  /** It waits further: the client asked in time, and nothing is decided. */
  Outcome<byte[], CmpRefusal> goOn(
      Conversation conversation, CmpTransaction transaction, Awaited awaited) {
    return pollRep(
        conversation,
        transaction,
        clock.instant().plus(settings.checkAfter()),
        settings.checkAfter(),
        awaited,
        awaited.text());
  }

  /** The client asked before it was told to; no look was taken at what it waits for. */
  Outcome<byte[], CmpRefusal> askedTooEarly(
      Conversation conversation, CmpTransaction transaction, Instant pollAfter) {
    Duration left = Duration.between(clock.instant(), pollAfter);
    return pollRep(
        conversation,
        transaction,
        pollAfter,
        left,
        transaction.awaited(),
        "asked too early, nothing was looked at; when last looked: "
            + transaction.awaited().text());
  }

  private Outcome<byte[], CmpRefusal> pollRep(
      Conversation conversation,
      CmpTransaction transaction,
      Instant pollAfter,
      Duration checkAfter,
      Awaited awaited,
      String text) {
    Answer answer =
        conversation
            .answers()
            .pollRep(
                conversation.message().header(),
                conversation.requester().protection(),
                transaction.firstBody(),
                Math.max(1, checkAfter.plusMillis(999).toSeconds()),
                text);
    CmpTransaction.Waiting waiting =
        new CmpTransaction.Waiting(transaction.waitingRequest(), pollAfter, awaited.text());
    return kept(conversation, transaction, waiting, transaction.dueAt(), answer);
  }

  private Outcome<byte[], CmpRefusal> kept(
      Conversation conversation,
      CmpTransaction transaction,
      CmpTransaction.Waiting waiting,
      Instant dueAt,
      Answer answer) {
    return transactions.run(
        () -> {
          CmpTransaction current = book.lock(transaction);
          if (current.state() != transaction.state()
              || !current.lastDigest().equals(transaction.lastDigest())) {
            return book.answerOf(conversation, current);
          }
          book.await(current, waiting, dueAt, answer.to(conversation.message().digestHex()));
          return Outcome.of(answer.der());
        });
  }
}
