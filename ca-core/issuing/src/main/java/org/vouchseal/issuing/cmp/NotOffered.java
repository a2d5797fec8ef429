package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.Checked;
import org.vouchseal.messages.cmp.CmpFailure;

/** Refuses the bodies that this authority does not answer, each with the failInfo that fits. */
final class NotOffered implements BodyHandler {

  @Override
  public Checked<byte[]> answer(Conversation conversation) {
    BodyType body = conversation.message().bodyType();
    return switch (body) {
      case KUR ->
          conversation.requester().kind().isMac()
              ? Checked.refused(
                  CmpFailure.WRONG_INTEGRITY,
                  "kur is signed by the certificate it updates, not protected by a secret")
              : Checked.refused(
                  CmpFailure.BAD_REQUEST, "kur is not offered here, enrol anew or send cr");
      case P10CR ->
          Checked.refused(CmpFailure.BAD_REQUEST, "p10cr is not offered here, send ir or cr");
      case GENM -> Checked.refused(CmpFailure.BAD_REQUEST, "genm is not offered here");
      case POLLREQ ->
          Checked.refused(CmpFailure.BAD_REQUEST, "no request of this transaction is waiting");
      case NESTED ->
          Checked.refused(
              CmpFailure.NOT_AUTHORIZED, "nested messages are for registration authorities only");
      default -> Checked.refused(CmpFailure.BAD_REQUEST, body.label() + " is no request");
    };
  }
}
