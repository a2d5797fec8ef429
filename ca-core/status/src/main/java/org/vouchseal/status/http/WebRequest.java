package org.vouchseal.status.http;

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

  /** The whole body; empty when it has more than {@code limit} octets, which are not all read. */
  Optional<byte[]> body(int limit) throws IOException {
    byte[] read = body.readNBytes(limit + 1);
    return read.length > limit ? Optional.empty() : Optional.of(read);
  }
}
