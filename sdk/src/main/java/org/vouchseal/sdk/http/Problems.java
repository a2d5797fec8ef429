package org.vouchseal.sdk.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.RefusedByService;
import org.vouchseal.sdk.VouchsealException;

/** Turns what a REST answer says into the SDK's faults (RFC 9457). */
final class Problems {

  private static final Set<Integer> LATER = Set.of(408, 429, 500);

  private Problems() {}

  /** The JSON object of a body; empty object when there is none. */
  static JsonObject object(byte[] body) {
    if (body.length == 0) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
    try (JsonReader reader =
        Json.createReader(new StringReader(new String(body, StandardCharsets.UTF_8)))) {
      return reader.readObject();
    } catch (RuntimeException e) {
      // for each limit of the parser a fault of another class: numbers, exponents, depth
      throw new NotVerified(unreadable("the answer is not a JSON object"), e);
    }
  }

  /** The fault of an answer that is not 2xx. */
  static VouchsealException of(Exchange.Received received) {
    JsonObject problem =
        received.contentType().equals("application/problem+json")
                || received.contentType().equals("application/json")
            ? object(received.body())
            : JsonObject.EMPTY_JSON_OBJECT;
    int status = received.status();
    Fault fault =
        new Fault(
            code(problem, status),
            text(
                problem,
                "title",
                received.isFromNobody()
                    ? "the service is not there just now"
                    : "the service refused the request"),
            text(problem, "detail", "it answered with HTTP status " + status),
            text(problem, "action", later(received)),
            reference(problem));
    return received.isFromNobody()
        ? new Offline(fault)
        : new RefusedByService(fault, status, LATER.contains(status));
  }

  static Fault unreadable(String why) {
    return Fault.local(
        "answer-unreadable",
        "the service's answer could not be read",
        why,
        "check that the server address is that of a Vouchseal service");
  }

  private static String code(JsonObject problem, int status) {
    String type = problem.getString("type", "");
    String name = type.substring(type.lastIndexOf('/') + 1);
    return name.matches("[a-z0-9-]{1,64}") ? name : "http-" + status;
  }

  private static String later(Exchange.Received received) {
    String seconds = received.header("Retry-After");
    if (seconds.matches("[0-9]{1,6}")) {
      return "run the same command again in " + seconds + " seconds";
    }
    return received.isFromNobody() || received.status() >= 500
        ? "check the server address; if it is right, run the same command again in a minute, it"
            + " goes on where it stopped"
        : "check the command and the server address";
  }

  private static @Nullable String reference(JsonObject problem) {
    String reference = text(problem, "reference", "none");
    return reference.equals("none") ? null : reference;
  }

  // The text is the peer's: what could steer a terminal is dropped.
  private static String text(JsonObject problem, String member, String otherwise) {
    String text =
        problem
            .getString(member, "")
            .codePoints()
            .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
            .limit(1_000)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return text.isBlank() ? otherwise : text;
  }
}
