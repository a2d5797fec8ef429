package org.vouchseal.api.http;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes back to the client, before the container gets it.
 *
 * @param status HTTP status
 * @param mediaType of the body
 * @param headers further headers
 * @param body empty for none
 */
public record Answer(int status, String mediaType, Map<String, String> headers, String body) {

  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, Map.of(), body.toString());
  }

  static Answer empty(int status) {
    return new Answer(status, JSON, Map.of(), "");
  }

  Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, mediaType, more, body);
  }

  /** The body as it goes over the wire. */
  public byte[] octets() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
