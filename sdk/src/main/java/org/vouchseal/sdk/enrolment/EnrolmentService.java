package org.vouchseal.sdk.enrolment;

import org.vouchseal.model.Mailbox;

/**
 * The registration authority as an applicant sees it. Every method throws {@link
 * org.vouchseal.sdk.Offline} when no answer came and another {@link
 * org.vouchseal.sdk.VouchsealException} with the service's own words when it refuses.
 */
public interface EnrolmentService {

  /** Opens a V1 enrolment; a mail with a code goes to the mailbox. */
  StartedEnrolment start(Mailbox mailbox);

  /** Sends a new code; an earlier one is no longer good. */
  void sendCodeAgain(StartedEnrolment enrolment);

  /** Hands in the code. May be repeated while the order is unused, which gives a new secret. */
  ProvedOrder prove(StartedEnrolment enrolment, String code);

  /** Where the enrolment stands. */
  EnrolmentStanding standing(StartedEnrolment enrolment);

  /** Hands in the code for a renewal that waits; may be repeated. */
  void proveAgain(StartedEnrolment enrolment, String code);

  /**
   * Hands in a former owner's objection; may be repeated.
   *
   * @param enrolment the new owner's
   * @param cms DER of the SignedData by which he objects
   * @return the id of the case
   */
  String object(String enrolment, byte[] cms);
}
