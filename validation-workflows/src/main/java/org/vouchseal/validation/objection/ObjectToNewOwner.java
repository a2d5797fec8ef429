package org.vouchseal.validation.objection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.enrolment.EnrolmentStore;
import org.vouchseal.validation.order.Registrar;

/**
 * Hands a former owner's objection to the registrar, which alone judges its proof, and opens a
 * case. Needs no token: the proof says who objects. A crash after the registrar accepted it costs
 * nothing: whoever follows the order opens the case.
 */
public final class ObjectToNewOwner {

  private static final int LONGEST_PROOF = 16 * 1024;
  private static final int SEQUENCE = 0x30;

  private final Transactions transactions;
  private final EnrolmentStore enrolments;
  private final Registrar registrar;
  private final OpenObjectionCase cases;
  private final HaltPoint halt;

  public ObjectToNewOwner(
      Transactions transactions,
      EnrolmentStore enrolments,
      Registrar registrar,
      OpenObjectionCase cases,
      HaltPoint halt) {
    this.transactions = transactions;
    this.enrolments = enrolments;
    this.registrar = registrar;
    this.cases = cases;
    this.halt = halt;
  }

  /**
   * Objects; a repeated objection gets the same case.
   *
   * @param enrolment the new owner's, as the mail to the former owner names it
   * @param cms DER of a SignedData over {@code vouchseal-objection-1:ENROLMENT}
   */
  public Outcome<ObjectionCase, Refusal> object(Reference enrolment, byte[] cms) {
    if (cms.length == 0 || cms.length > LONGEST_PROOF || cms[0] != SEQUENCE) {
      return Outcome.refused(
          Refusal.ofFields(
              List.of(new Refusal.FieldFault("/cms", "must be the DER of a CMS SignedData"))));
    }
    // nobody bothers the registrar with names that were never given out
    if (transactions.run(() -> enrolments.find(enrolment)).isEmpty()) {
      return Outcome.refused(unknown());
    }
    return registrar
        .object(enrolment, cms)
        .fold(
            () -> opened(enrolment),
            problem -> Outcome.refused(new Refusal(problem, Optional.empty(), List.of())),
            why -> Outcome.refused(unavailable()));
  }

  private Outcome<ObjectionCase, Refusal> opened(Reference enrolment) {
    halt.reached("objection.sent");
    return Outcome.of(
        transactions.run(() -> cases.openInTransaction(enrolment, "system:objection")));
  }

  /** No mailbox changed hands by this enrolment. */
  public static Refusal unknown() {
    return Refusal.of(
        Problem.Kind.UNKNOWN,
        "succession-unknown",
        "the objection was not accepted",
        "no enrolment of this name took a mailbox over from a former owner",
        "take the enrolment from the mail that told you of the new owner");
  }

  private static Refusal unavailable() {
    return Refusal.of(
            Problem.Kind.UNAVAILABLE,
            "objection-not-taken",
            "the objection was not taken yet",
            "the registrar of the certificate authority does not answer",
            "send the same objection again in a few seconds, before the time to object is over")
        .after(Duration.ofSeconds(5));
  }
}
