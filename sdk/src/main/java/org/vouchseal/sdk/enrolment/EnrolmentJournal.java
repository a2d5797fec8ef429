package org.vouchseal.sdk.enrolment;

import java.util.Optional;
import org.vouchseal.sdk.Identity;

/**
 * What an enrolment has done so far, on stable storage before anything is sent. One process at a
 * time holds it. Everything in it is secret.
 */
public interface EnrolmentJournal extends RequestJournal {

  /** The enrolment at the registration authority. */
  Optional<StartedEnrolment> started();

  void started(StartedEnrolment enrolment);

  /** The order that a proved mailbox gave. */
  Optional<ProvedOrder> order();

  void order(ProvedOrder order);

  /** Forgets enrolment and order, when they are over. */
  void startOver();

  /** Writes the identity's files, each by rename, then removes the journal. */
  Identity finish(FinishedPair pair);
}
