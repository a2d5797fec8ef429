package org.vouchseal.issuing.http;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.vouchseal.issuing.registrar.OrderOutcome;
import org.vouchseal.issuing.registrar.WaitingRenewal;

/** What the registrar answers to queries, as JSON. */
final class RegistrarAnswers {

  private RegistrarAnswers() {}

  static JsonObjectBuilder outcome(OrderOutcome outcome) {
    JsonArrayBuilder certificates = Json.createArrayBuilder();
    for (OrderOutcome.Certificate certificate : outcome.certificates()) {
      certificates.add(
          Json.createObjectBuilder()
              .add("serial", certificate.serial().hex())
              .add("profile", certificate.profile().value())
              .add("notAfter", certificate.notAfter().toString())
              .add("state", certificate.state()));
    }
    JsonArrayBuilder former = Json.createArrayBuilder();
    for (OrderOutcome.FormerOwner owner : outcome.formerOwners()) {
      former.add(
          Json.createObjectBuilder()
              .add("mailbox", owner.mailbox().address())
              .add("revocationDue", owner.revocationDue().toString())
              .add("state", owner.state().name()));
    }
    return Json.createObjectBuilder()
        .add("reference", outcome.reference().value())
        .add("state", outcome.state().name())
        .add("certificates", certificates)
        .add("formerOwners", former);
  }

  static JsonObjectBuilder waiting(List<WaitingRenewal> found) {
    JsonArrayBuilder renewals = Json.createArrayBuilder();
    for (WaitingRenewal renewal : found) {
      renewals.add(
          Json.createObjectBuilder()
              .add("reference", renewal.reference().value())
              .add("jti", renewal.jti()));
    }
    return Json.createObjectBuilder().add("waiting", renewals);
  }
}
