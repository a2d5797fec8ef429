package org.vouchseal.validation.mailbox;

import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps challenges. Every method needs a running transaction that holds the enrolment. */
public interface ChallengeStore {

  /** Adds one; its id is chosen here, the one in {@code challenge} is ignored. */
  void insert(MailboxChallenge challenge);

  /** The newest one of an enrolment, locked. */
  Optional<MailboxChallenge> newest(Reference enrolment);

  /** Writes tries and state. */
  void update(MailboxChallenge challenge);
}
