package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/** Refuses the bodies that this authority does not answer, each with the failInfo that fits. */
final class NotOffered implements BodyHandler {

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    BodyType body = conversation.message().bodyType();
    return switch (body) {
      case NESTED ->
          Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because(
                  "nested messages are for registration authorities only"));
      default -> Outcome.refused(CmpFailure.BAD_REQUEST.because(body.label() + " is no request"));
    };
  }
}
