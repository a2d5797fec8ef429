package org.vouchseal.sdk.enrolment;

import org.vouchseal.sdk.Identity;

/**
 * What a renewal has done so far, beside the identity as it was when the renewal began. The
 * identity's files are not touched before the end.
 */
public interface RenewalJournal extends RequestJournal {

  /** The identity as it was at the beginning. */
  RenewableIdentity before();

  /**
   * Writes the identity's files, each by rename, then removes the journal. Every encryption key
   * that was there before is there afterwards.
   */
  Identity finish(RenewedPair pair);
}
