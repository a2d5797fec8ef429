package org.vouchseal.sdk.enrolment;

import java.security.KeyPair;
import java.util.Optional;
import org.vouchseal.sdk.Identity;

/**
 * What an enrolment has done so far, on stable storage before anything is sent. One process at a
 * time holds it. Everything in it is secret.
 */
public interface EnrolmentJournal extends AutoCloseable {

  /** The enrolment at the registration authority. */
  Optional<StartedEnrolment> started();

  void started(StartedEnrolment enrolment);

  /** The order that a proved mailbox gave. */
  Optional<ProvedOrder> order();

  void order(ProvedOrder order);

  /** Forgets enrolment and order, when they are over. */
  void startOver();

  /** A key of ours under a name. */
  Optional<KeyPair> key(String name);

  void key(String name, KeyPair key);

  void forgetKey(String name);

  /** The bytes of a message, or of an answer that was verified, under a name. */
  Optional<byte[]> message(String name);

  void message(String name, byte[] octets);

  void forgetMessage(String name);

  /** Writes the identity's files, each by rename, then removes the journal. */
  Identity finish(FinishedPair pair);

  /** Lets another process go on. */
  @Override
  void close();
}
