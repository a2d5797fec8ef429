package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;

/**
 * One authenticated message and how it is answered.
 *
 * @param message as received, the one to be answered
 * @param request the message that began the transaction, where it is known; else the same
 * @param path the address it came to
 * @param requester who sent it
 * @param known the transaction it belongs to, as it was before the protection was verified
 * @param answers builds answers
 * @param forwarder the registration authority that forwards the message, if one does
 */
record Conversation(
    ReceivedMessage message,
    ReceivedMessage request,
    CmpPath path,
    Requester requester,
    Optional<CmpTransaction> known,
    Answers answers,
    Optional<RegistrationAuthority> forwarder) {

  /** One about the message itself. */
  static Conversation about(
      ReceivedMessage message,
      CmpPath path,
      Requester requester,
      Optional<CmpTransaction> known,
      Answers answers,
      Optional<RegistrationAuthority> forwarder) {
    return new Conversation(message, message, path, requester, known, answers, forwarder);
  }

  /** The same, in which the message asks for what became of an earlier request. */
  Conversation polling(ReceivedMessage earlier, CmpPath itsPath) {
    return new Conversation(message, earlier, itsPath, requester, known, answers, forwarder);
  }

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
