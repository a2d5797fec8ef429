package org.vouchseal.sdk.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.enrolment.EnrolmentService;
import org.vouchseal.sdk.enrolment.EnrolmentStanding;
import org.vouchseal.sdk.enrolment.ProvedOrder;
import org.vouchseal.sdk.enrolment.StartedEnrolment;

/** The registration authority's REST interface, {@code /api/v1/enrolments}. */
public final class HttpEnrolmentService implements EnrolmentService {

  private static final String ENROLMENTS = "/api/v1/enrolments";
  private static final int LONGEST_ANSWER = 256 * 1024;

  private final ServerAddress server;
  private final Exchange exchange;

  public HttpEnrolmentService(ServerAddress server, Exchange exchange) {
    this.server = server;
    this.exchange = exchange;
  }

  @Override
  public StartedEnrolment start(Mailbox mailbox) {
    JsonObject body =
        Json.createObjectBuilder()
            .add("mailbox", mailbox.address())
            .add("tier", "V1")
            .add("claims", JsonObject.EMPTY_JSON_OBJECT)
            .add("language", "en")
            .build();
    // Not repeated: each request sends a mail.
    JsonObject answer =
        successful(exchange.once(post(server.at(ENROLMENTS), body), LONGEST_ANSWER));
    return read(() -> new StartedEnrolment(answer.getString("id"), answer.getString("token")));
  }

  @Override
  public void sendCodeAgain(StartedEnrolment enrolment) {
    HttpRequest.Builder request =
        authorized(enrolment, "/mailbox-code", JsonObject.EMPTY_JSON_OBJECT);
    successful(exchange.once(request, LONGEST_ANSWER));
  }

  @Override
  public ProvedOrder prove(StartedEnrolment enrolment, String code) {
    JsonObject body = Json.createObjectBuilder().add("code", code).build();
    JsonObject answer =
        successful(
            exchange.repeatable(authorized(enrolment, "/mailbox-proof", body), LONGEST_ANSWER));
    return read(() -> order(answer));
  }

  @Override
  public EnrolmentStanding standing(StartedEnrolment enrolment) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(ENROLMENTS + "/" + enrolment.id()))
            .setHeader("Authorization", "Enrolment " + enrolment.token())
            .setHeader("Accept", "application/json, application/problem+json")
            .GET();
    JsonObject answer = successful(exchange.repeatable(request, LONGEST_ANSWER));
    return read(
        () -> new EnrolmentStanding(answer.getString("state"), answer.getString("whatNext")));
  }

  @Override
  public void proveAgain(StartedEnrolment enrolment, String code) {
    JsonObject body = Json.createObjectBuilder().add("code", code).build();
    JsonObject unusedAnswer =
        successful(
            exchange.repeatable(authorized(enrolment, "/mailbox-proof", body), LONGEST_ANSWER));
  }

  @Override
  public String object(String enrolment, byte[] cms) {
    JsonObject body =
        Json.createObjectBuilder().add("cms", Base64.getEncoder().encodeToString(cms)).build();
    JsonObject answer =
        successful(
            exchange.repeatable(
                post(server.at(ENROLMENTS + "/" + enrolment + "/objection"), body),
                LONGEST_ANSWER));
    return read(() -> answer.getString("id"));
  }

  private ProvedOrder order(JsonObject answer) {
    JsonObject cmp = answer.getJsonObject("cmp");
    JsonObject profiles = cmp.getJsonObject("profiles");
    return new ProvedOrder(
        server.named(cmp.getString("url")).uri(),
        cmp.getString("reference"),
        cmp.getString("secret"),
        cmp.getString("subject"),
        new ProfileName(profiles.getString("signing")).value(),
        texts(profiles, "encryption"),
        texts(answer, "trustAnchors"));
  }

  private HttpRequest.Builder authorized(StartedEnrolment enrolment, String what, JsonObject body) {
    return post(server.at(ENROLMENTS + "/" + enrolment.id() + what), body)
        .setHeader("Authorization", "Enrolment " + enrolment.token());
  }

  private static HttpRequest.Builder post(URI address, JsonObject body) {
    return HttpRequest.newBuilder(address)
        .setHeader("Content-Type", "application/json")
        .setHeader("Accept", "application/json, application/problem+json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
  }

  private static JsonObject successful(Exchange.Received received) {
    if (received.status() / 100 != 2) {
      throw Problems.of(received);
    }
    return Problems.object(received.body());
  }

  private static List<String> texts(JsonObject object, String member) {
    return object.getJsonArray(member).getValuesAs(JsonString::getString);
  }

  // JSON-P answers absent and mistyped members with these unchecked exceptions.
  private static <T> T read(java.util.function.Supplier<T> answer) {
    try {
      return answer.get();
    } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
      throw new NotVerified(
          Problems.unreadable("a member of the answer is absent or has the wrong form"), e);
    }
  }
}
