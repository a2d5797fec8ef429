package org.vouchseal.issuing.http;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import org.vouchseal.issuing.registrar.OrderOutcome;
import org.vouchseal.issuing.registrar.WaitingRenewal;

/** What the registrar answers to queries, as JSON. */
final class RegistrarAnswers {

  /** Kept, since each call of {@code Json} searches the class path for an implementation. */
  static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private RegistrarAnswers() {}

  static JsonObjectBuilder outcome(OrderOutcome outcome) {
    JsonArrayBuilder certificates = JSON.createArrayBuilder();
    for (OrderOutcome.Certificate certificate : outcome.certificates()) {
      certificates.add(
          JSON.createObjectBuilder()
              .add("serial", certificate.serial().hex())
              .add("profile", certificate.profile().value())
              .add("notAfter", certificate.notAfter().toString())
              .add("state", certificate.state()));
    }
    JsonArrayBuilder former = JSON.createArrayBuilder();
    for (OrderOutcome.FormerOwner owner : outcome.formerOwners()) {
      former.add(
          JSON.createObjectBuilder()
              .add("mailbox", owner.mailbox().address())
              .add("revocationDue", owner.revocationDue().toString())
              .add("state", owner.state().name()));
    }
    return JSON.createObjectBuilder()
        .add("reference", outcome.reference().value())
        .add("state", outcome.state().name())
        .add("certificates", certificates)
        .add("formerOwners", former);
  }

  static JsonObjectBuilder waiting(List<WaitingRenewal> found) {
    JsonArrayBuilder renewals = JSON.createArrayBuilder();
    for (WaitingRenewal renewal : found) {
      renewals.add(
          JSON.createObjectBuilder()
              .add("reference", renewal.reference().value())
              .add("jti", renewal.jti()));
    }
    return JSON.createObjectBuilder().add("waiting", renewals);
  }
}
