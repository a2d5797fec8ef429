package org.vouchseal.sdk.enrolment;

/**
 * An enrolment that waits for the code from the mail.
 *
 * @param id names the enrolment at the registration authority
 * @param token proves that it is ours; secret
 */
public record StartedEnrolment(String id, String token) {

  public StartedEnrolment {
    if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
      throw new IllegalArgumentException("the enrolment's id has a form that is not known");
    }
    if (!token.matches("[\\x21-\\x7e]{1,512}")) {
      throw new IllegalArgumentException("the enrolment's token has a form that is not known");
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "StartedEnrolment[" + id + "]";
  }
}
