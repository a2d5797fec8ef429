package org.vouchseal.sdk.enrolment;

/**
 * Where an enrolment stands.
 *
 * @param state the service's word for it
 * @param whatNext what the applicant can do now
 */
public record EnrolmentStanding(String state, String whatNext) {

  /** Whether a code from a mail is waited for. */
  public boolean awaitsCode() {
    return state.equals("MAILBOX_PENDING");
  }
}
