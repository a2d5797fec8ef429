package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Problem.Kind;
import org.vouchseal.model.Reference;

/** Why an objection is refused, in the words that the objector reads. */
final class ObjectionRefusals {

  private static final String NOT_TAKEN = "the objection was not accepted";

  private ObjectionRefusals() {}

  static Problem unknown(Reference reference) {
    return new Problem(
        Kind.UNKNOWN,
        "succession-unknown",
        NOT_TAKEN,
        "enrolment " + reference + " took no mailbox over from a former owner",
        "take the enrolment from the mail that told you of the new owner");
  }

  static Problem notProved(String statement) {
    return new Problem(
        Kind.REFUSED,
        "objection-not-proved",
        NOT_TAKEN,
        "it is no SignedData in which one signer of this CA signed exactly \"" + statement + "\"",
        "sign that text, without a line end, with your signing certificate, and include the"
            + " certificate");
  }

  static Problem notYours(Reference reference) {
    return new Problem(
        Kind.FORBIDDEN,
        "objection-not-yours",
        NOT_TAKEN,
        "the signer is not the owner from whom enrolment " + reference + " took the mailbox over",
        "sign with a signing certificate of that owner");
  }

  static Problem notValid() {
    return new Problem(
        Kind.REFUSED,
        "objection-certificate-not-valid",
        NOT_TAKEN,
        "the certificate of the signer is expired, revoked or was never confirmed",
        "sign with a signing certificate of yours that is valid now");
  }

  static Problem tooLate(Instant due) {
    return new Problem(
        Kind.GONE,
        "objection-too-late",
        NOT_TAKEN,
        "the time to object was over at " + due,
        "ask the operator of this service; a revocation is not taken back, but you may enrol anew");
  }
}
