package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;

/**
 * One authenticated message and how it is answered.
 *
 * @param message as received
 * @param path the address it came to
 * @param requester who sent it
 * @param known the transaction it belongs to, as it was before the protection was verified
 * @param answers builds answers
 */
record Conversation(
    ReceivedMessage message,
    CmpPath path,
    Requester requester,
    Optional<CmpTransaction> known,
    Answers answers) {

  byte[] transactionId() {
    return message
        .header()
        .transactionId()
        .orElseThrow(() -> new IllegalStateException("the header rules let it pass without one"));
  }

  /** The answer that refuses. */
  Answer refused(CmpRefusal refusal) {
    return answers.error(message.header(), requester.protection(), refusal);
  }

  /** The answer that confirms. */
  Answer confirmed() {
    return answers.pkiConf(message.header(), requester.protection());
  }
}
