package org.vouchseal.api.registrar;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Problem;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.order.WaitingRenewal;

/** Answers of the registrar as the words of the room; throws for what has another form. */
final class RegistrarAnswers {

  private RegistrarAnswers() {}

  static OrderOutcome refused(Problem.Kind kind, String body) {
    JsonObject problem = object(body);
    String type = problem.getString("type", "");
    String name = type.substring(type.lastIndexOf('/') + 1);
    return new OrderOutcome.Refused(
        new Problem(
            kind,
            name.matches("[a-z0-9-]{1,64}") ? name : "order-refused",
            text(problem, "title", "the order was not accepted"),
            text(problem, "detail", "the registrar gave no reason"),
            text(problem, "action", "ask the operator of this service")));
  }

  private static String text(JsonObject object, String name, String otherwise) {
    String text = object.getString(name, otherwise);
    return text.isBlank() ? otherwise : text;
  }

  static JsonObject object(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    } catch (JsonException noJson) {
      throw new IllegalStateException("the registrar's answer is no JSON object", noJson);
    }
  }

  static OrderStanding standing(JsonObject body) {
    return new OrderStanding(
        OrderStanding.State.valueOf(body.getString("state")),
        list(body, "certificates").stream()
            .map(JsonValue::asJsonObject)
            .map(
                c ->
                    new OrderStanding.Certificate(
                        SerialNumber.ofHex(c.getString("serial")),
                        new ProfileName(c.getString("profile")).value(),
                        Instant.parse(c.getString("notAfter"))))
            .toList(),
        list(body, "formerOwners").stream()
            .map(JsonValue::asJsonObject)
            .map(
                f ->
                    new OrderStanding.FormerOwner(
                        Mailbox.parse(f.getString("mailbox")),
                        Instant.parse(f.getString("revocationDue")),
                        f.getString("state", "NOTED").equals("OBJECTED")))
            .toList());
  }

  private static List<JsonValue> list(JsonObject body, String name) {
    return body.containsKey(name) ? body.getJsonArray(name) : List.of();
  }

  static List<WaitingRenewal> waiting(JsonObject body) {
    return body.getJsonArray("waiting").stream()
        .map(JsonValue::asJsonObject)
        .map(
            renewal ->
                new WaitingRenewal(
                    new Reference(renewal.getString("reference")), renewal.getString("jti")))
        .toList();
  }
}
