package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * Answers pollReq: with pollRep while the request waits, then with what became of it. The kept
 * request is judged from its octets as on its first day, protection and all: whoever can write into
 * the database gets nothing by changing it.
 */
final class PollHandler implements BodyHandler {

  private final CmpReader reader;
  private final Authentication authentication;
  private final AuthorizeRequest authorization;
  private final IssueForTransaction issuance;
  private final LetWait waiting;
  private final GiveUpTransaction givingUp;
  private final Clock clock;

  PollHandler(
      CmpParts parts,
      CmpReader reader,
      Authentication authentication,
      AuthorizeRequest authorization,
      IssueForTransaction issuance,
      LetWait waiting,
      GiveUpTransaction givingUp) {
    this.reader = reader;
    this.authentication = authentication;
    this.authorization = authorization;
    this.issuance = issuance;
    this.waiting = waiting;
    this.givingUp = givingUp;
    this.clock = parts.clock();
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    Optional<CmpTransaction> waits =
        conversation.known().filter(t -> t.state() == CmpTransaction.State.WAITING);
    if (waits.isEmpty()) {
      return Outcome.refused(CmpFailure.BAD_REQUEST.because(reason(conversation)));
    }
    CmpTransaction transaction = waits.get();
    Optional<CmpRefusal> fault = PollRequest.fault(conversation.message(), transaction.certReqId());
    if (fault.isPresent()) {
      return Outcome.refused(fault.get());
    }
    Instant pollAfter = transaction.pollAfter();
    return clock.instant().isBefore(pollAfter)
        ? waiting.askedTooEarly(conversation, transaction, pollAfter)
        : looked(conversation, transaction);
  }

  private static String reason(Conversation conversation) {
    return conversation.known().filter(t -> t.state() == CmpTransaction.State.TIMED_OUT).isPresent()
        ? "the request waited too long or was not confirmed in time, send a new one"
        : "no request of this transaction is waiting";
  }

  private Outcome<byte[], CmpRefusal> looked(
      Conversation conversation, CmpTransaction transaction) {
    ReceivedMessage request = request(transaction);
    CmpPath path = new CmpPath(transaction.profile(), Optional.empty());
    return authentication
        .requester(request, Optional.empty())
        .then(
            who -> {
              try (who) {
                if (!who.name().equals(conversation.requester().name())) {
                  throw new IllegalStateException("a kept request is of somebody else");
                }
                return decided(conversation.polling(request, path), transaction);
              }
            });
  }

  private Outcome<byte[], CmpRefusal> decided(
      Conversation conversation, CmpTransaction transaction) {
    return authorization
        .authorize(conversation)
        .fold(
            authorized ->
                authorized
                    .awaited()
                    .map(awaited -> waiting.goOn(conversation, transaction, awaited))
                    .orElseGet(() -> issuance.issue(conversation, authorized, transaction)),
            refusal -> ended(conversation, transaction, refusal));
  }

  private Outcome<byte[], CmpRefusal> ended(
      Conversation conversation, CmpTransaction transaction, CmpRefusal refusal) {
    Answer answer = conversation.refused(refusal);
    boolean unusedDone =
        givingUp.giveUp(
            transaction,
            CmpTransaction.State.REFUSED,
            Optional.of(answer.to(conversation.message().digestHex())),
            conversation.requester().name());
    return Outcome.of(answer.der());
  }

  private ReceivedMessage request(CmpTransaction transaction) {
    ReceivedMessage kept =
        reader
            .read(transaction.waitingRequest())
            .fold(
                message -> message,
                (refusal, header) -> {
                  throw new IllegalStateException("a kept request cannot be read: " + refusal);
                });
    if (!kept.digestHex().equals(transaction.requestDigest())) {
      throw new IllegalStateException("a kept request is not the one that opened " + transaction);
    }
    return kept;
  }
}
