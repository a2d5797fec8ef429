package org.vouchseal.sdk.enrolment;

import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.RefusedByService;

/** Proves the mailbox again when the service asks for it while a renewal waits. */
final class RenewalProof implements Patience.Meanwhile {

  private static final String GOES_ON_BY_ITSELF = "proof-under-way";

  private final EnrolmentService service;
  private final StartedEnrolment enrolment;
  private final Mailbox mailbox;
  private final CodeSource codes;
  private final Progress progress;
  private boolean newCode;
  private boolean given;

  /**
   * @param newCode whether to have another mail sent first
   */
  RenewalProof(
      EnrolmentService service,
      StartedEnrolment enrolment,
      Mailbox mailbox,
      boolean newCode,
      CodeSource codes,
      Progress progress) {
    this.service = service;
    this.enrolment = enrolment;
    this.mailbox = mailbox;
    this.newCode = newCode;
    this.codes = codes;
    this.progress = progress;
  }

  @Override
  public void look() {
    if (given || !service.standing(enrolment).awaitsCode()) {
      return;
    }
    if (newCode) {
      service.sendCodeAgain(enrolment);
      newCode = false;
    }
    progress.step("the mailbox has to be proved again; the code is in the mail to " + mailbox);
    while (!given) {
      give(codes.codeFor(mailbox));
    }
    progress.step("the mailbox is proved again; the renewal goes on");
  }

  private void give(String code) {
    try {
      service.proveAgain(enrolment, code);
      given = true;
    } catch (RefusedByService refused) {
      if (refused.code().equals(GOES_ON_BY_ITSELF)) {
        given = true;
      } else if (refused.wrongInput() && codes.canTryAgain()) {
        progress.step(refused.getMessage() + "; " + refused.whatToDo());
      } else {
        throw refused;
      }
    }
  }
}
