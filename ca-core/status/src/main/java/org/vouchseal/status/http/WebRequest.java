package org.vouchseal.status.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the room needs to know of an HTTP request, whatever server received it.
 *
 * @param method upper case
 * @param path the path as on the wire, less the context: percent signs, plus signs and double
 *     slashes untouched
 * @param header gives the value of a header by its name, which is taken in any case
 * @param body read at most once and closed by nobody here
 */
public record WebRequest(
    String method, String path, Function<String, Optional<String>> header, InputStream body) {

  private static final int READ_ON = 4 * 1024 * 1024;
  private static final int BUFFER = 16 * 1024;

  /**
   * The whole body; empty when it has more than {@code limit} octets. Those are thrown away up to 4
   * MiB: a client that is still sending would see a broken connection instead of the answer.
   */
  Optional<byte[]> body(int limit) throws IOException {
    // as a rule the body is here, and an array of its length is all that is needed
    byte[] here = body.readNBytes(Math.min(limit, body.available()));
    int next = body.read();
    if (next < 0) {
      return Optional.of(here);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(here);
    whole.write(next);
    whole.writeBytes(body.readNBytes(limit - here.length));
    if (whole.size() <= limit) {
      return Optional.of(whole.toByteArray());
    }
    byte[] thrownAway = new byte[BUFFER];
    int rest = READ_ON;
    for (int n = body.read(thrownAway); n > 0 && rest > 0; n = body.read(thrownAway)) {
      rest -= n;
    }
    return Optional.empty();
  }
}
