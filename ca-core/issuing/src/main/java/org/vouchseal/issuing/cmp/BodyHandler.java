package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/** Answers one kind of body, of a message whose header and protection hold. */
@FunctionalInterface
interface BodyHandler {

  /** The octets to answer with, or why not. Runs its own database transactions. */
  Outcome<byte[], CmpRefusal> answer(Conversation conversation);
}
