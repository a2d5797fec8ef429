package org.vouchseal.sdk.enrolment;

import java.nio.file.Path;
import org.vouchseal.model.Mailbox;

/** Where identities are kept. */
public interface IdentityStore {

  /**
   * Opens the journal of an enrolment, new or left by an earlier run.
   *
   * @param folder made when absent
   * @param server the service that the enrolment is with
   * @throws org.vouchseal.sdk.Misuse when a finished identity is there, another enrolment was begun
   *     there, or another process is at it
   */
  EnrolmentJournal begin(Path folder, String server, Mailbox mailbox);

  /**
   * Opens the journal of a renewal, new or left by an earlier run.
   *
   * @throws org.vouchseal.sdk.Misuse when there is no finished identity, or another process is at
   *     it
   */
  RenewalJournal beginRenewal(Path folder);

  /**
   * Opens a finished identity for use of its signing key.
   *
   * @throws org.vouchseal.sdk.Misuse when there is none
   */
  StoredIdentity open(Path folder);
}
