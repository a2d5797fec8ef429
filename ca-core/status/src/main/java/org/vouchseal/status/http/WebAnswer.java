package org.vouchseal.status.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.status.download.Content;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param headers without Content-Length and Date, which are added where it is sent
 * @param body empty for HEAD and 304; not copied
 * @param length what Content-Length says: the length of the body, or for HEAD of the one left out
 * @param longBody in place of the body when that is not to stand in memory
 */
public record WebAnswer(
    int status,
    Map<String, String> headers,
    byte[] body,
    long length,
    Optional<LongBody> longBody) {

  /** Some octets of a document, written as they are read. */
  public record LongBody(Content content, long from) {}

  public WebAnswer {
    headers = Map.copyOf(headers);
  }

  static WebAnswer of(int status, Map<String, String> headers, byte[] body) {
    return new WebAnswer(status, headers, body, body.length, Optional.empty());
  }

  /** Some octets of a document that may be long. */
  static WebAnswer of(
      int status, Map<String, String> headers, Content content, long from, long count) {
    return new WebAnswer(
        status, headers, new byte[0], count, Optional.of(new LongBody(content, from)));
  }

  /** Writes the body, whichever it is. */
  public void writeTo(OutputStream out) throws IOException {
    if (longBody.isPresent()) {
      longBody.get().content().writeTo(out, longBody.get().from(), length);
    } else {
      out.write(body);
    }
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
    return new WebAnswer(status, more, body, length, longBody);
  }

  WebAnswer withoutBody() {
    return new WebAnswer(status, headers, new byte[0], length, Optional.empty());
  }
}
