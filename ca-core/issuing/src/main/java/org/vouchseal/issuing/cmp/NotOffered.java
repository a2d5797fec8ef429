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
      case KUR ->
          conversation.requester().kind().isMac()
              ? Outcome.refused(
                  CmpFailure.WRONG_INTEGRITY.because(
                      "kur is signed by the certificate it updates, not protected by a secret"))
              : Outcome.refused(
                  CmpFailure.BAD_REQUEST.because("kur is not offered here, enrol anew or send cr"));
      case P10CR ->
          Outcome.refused(
              CmpFailure.BAD_REQUEST.because("p10cr is not offered here, send ir or cr"));
      case GENM -> Outcome.refused(CmpFailure.BAD_REQUEST.because("genm is not offered here"));
      case POLLREQ ->
          Outcome.refused(
              CmpFailure.BAD_REQUEST.because("no request of this transaction is waiting"));
      case NESTED ->
          Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because(
                  "nested messages are for registration authorities only"));
      default -> Outcome.refused(CmpFailure.BAD_REQUEST.because(body.label() + " is no request"));
    };
  }
}
