package org.vouchseal.sdk.enrolment;

import org.vouchseal.model.Mailbox;

/** Where the code from the mail comes from: a person, a file, a program that reads the mailbox. */
public interface CodeSource {

  /** Waits for the code; called once per try, before which a mail was sent to the mailbox. */
  String codeFor(Mailbox mailbox);

  /** Whether it makes sense to ask again after a wrong code, as it does with a person. */
  default boolean canTryAgain() {
    return false;
  }
}
