package org.vouchseal.sdk.cmp;

import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;

/** Faults of answers and of delivered keys that failed a check. */
final class Refusals {

  private Refusals() {}

  /** An answer that is not to be believed. */
  static NotVerified answer(String why) {
    return new NotVerified(answerFault(why));
  }

  static NotVerified answer(String why, Throwable cause) {
    return new NotVerified(answerFault(why), cause);
  }

  /** A delivered private key that is not to be used. */
  static NotVerified key(String why) {
    return new NotVerified(keyFault(why));
  }

  static NotVerified key(String why, Throwable cause) {
    return new NotVerified(keyFault(why), cause);
  }

  private static Fault answerFault(String why) {
    return Fault.local(
        "answer-not-verified",
        "the CA's answer was not believed",
        why,
        "run the same command again; if it fails again, somebody may be changing your traffic:"
            + " tell the operator");
  }

  private static Fault keyFault(String why) {
    return Fault.local(
        "key-not-verified",
        "the delivered encryption key was not accepted",
        why,
        "do not use this certificate; tell the operator of the service");
  }
}
