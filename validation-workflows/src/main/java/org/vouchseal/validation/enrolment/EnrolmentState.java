package org.vouchseal.validation.enrolment;

/** The states of a case, the same words in pages, answers and mails. */
public enum EnrolmentState {
  MAILBOX_PENDING("type the code from the mail, or ask for a new one"),
  DOCUMENTS_PENDING("add the documents that are asked for"),
  IN_CHECK("wait: a validation officer checks the case"),
  SECOND_CHECK("wait: a second officer checks the case"),
  APPLICANT_PENDING("answer the question of the validation officer"),
  APPROVED("get the certificates over CMP with reference and secret"),
  ISSUED("nothing: the certificates are issued"),
  REJECTED("read the reasons; a new enrolment may be started"),
  WITHDRAWN("nothing; a new enrolment may be started"),
  EXPIRED("start a new enrolment");

  private final String whatNext;

  EnrolmentState(String whatNext) {
    this.whatNext = whatNext;
  }

  /** What the applicant can do now, in one sentence. */
  public String whatNext() {
    return whatNext;
  }
}
