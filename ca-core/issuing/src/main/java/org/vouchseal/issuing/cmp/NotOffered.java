package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/** Refuses the bodies that only a server sends, and those of services that nobody offers here. */
final class NotOffered implements BodyHandler {

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return Outcome.refused(
        CmpFailure.BAD_REQUEST.because(
            conversation.message().bodyType().label() + " is no request"));
  }
}
