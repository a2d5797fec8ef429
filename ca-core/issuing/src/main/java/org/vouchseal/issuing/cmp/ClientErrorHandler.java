package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/**
 * Answers a client's error message with pkiConf; it ends the transaction (RFC 9810 §5.3.21): a
 * certificate that waits for certConf is revoked, its use given back.
 */
final class ClientErrorHandler implements BodyHandler {

  private final GiveUpTransaction givingUp;

  ClientErrorHandler(GiveUpTransaction givingUp) {
    this.givingUp = givingUp;
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    Answer answer = conversation.confirmed();
    conversation
        .known()
        .filter(transaction -> !transaction.state().isEnded())
        .ifPresent(
            transaction -> {
              boolean issued = transaction.state() == CmpTransaction.State.ISSUED;
              boolean unusedDone =
                  givingUp.giveUp(
                      transaction,
                      issued ? CmpTransaction.State.REJECTED : CmpTransaction.State.REFUSED,
                      Optional.of(answer.to(conversation.message().digestHex())),
                      conversation.requester().name());
            });
    return Outcome.of(answer.der());
  }
}
