package org.vouchseal.status.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param headers without Content-Length and Date, which are added where it is sent
 * @param body empty for HEAD and 304; not copied
 * @param length what Content-Length says: the length of the body, or for HEAD of the one left out
 */
public record WebAnswer(int status, Map<String, String> headers, byte[] body, int length) {

  public WebAnswer {
    headers = Map.copyOf(headers);
  }

  static WebAnswer of(int status, Map<String, String> headers, byte[] body) {
    return new WebAnswer(status, headers, body, body.length);
  }

  /** A refusal in one line of text that nobody stores. */
  static WebAnswer plain(int status, String text) {
    return of(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"),
        (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  WebAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new WebAnswer(status, more, body, length);
  }

  WebAnswer withoutBody() {
    return new WebAnswer(status, headers, new byte[0], length);
  }
}
