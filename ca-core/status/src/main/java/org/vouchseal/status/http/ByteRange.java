package org.vouchseal.status.http;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one piece of a document that a client asks for (RFC 9110 §14). Several pieces at once, other
 * units and what nobody can read are left aside, as the RFC allows: the whole document is sent.
 *
 * @param from the first octet, counted from 0
 * @param count how many; 0 when the document has none of them
 */
record ByteRange(long from, long count) {

  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** Empty when the whole is to be sent. */
  static Optional<ByteRange> of(
      WebRequest request, long length, String etag, Instant lastModified) {
    if (!request.method().equals("GET") || !isUnchanged(request, etag, lastModified)) {
      return Optional.empty();
    }
    return request
        .header()
        .apply("Range")
        .map(text -> ONE.matcher(text.strip()))
        .filter(Matcher::matches)
        .flatMap(match -> range(match.group(1), match.group(2), length));
  }

  private static Optional<ByteRange> range(String first, String last, long length) {
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), length));
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return Optional.empty();
    }
    return Optional.of(
        from >= length
            ? new ByteRange(from, 0)
            : new ByteRange(from, Math.min(to, length - 1) - from + 1));
  }

  private static ByteRange suffix(long wanted, long length) {
    long count = Math.min(wanted, length);
    return new ByteRange(length - count, count);
  }

  /** A piece of another version would not fit to what the client has (If-Range, §13.1.5). */
  private static boolean isUnchanged(WebRequest request, String etag, Instant lastModified) {
    Optional<String> condition = request.header().apply("If-Range").map(String::strip);
    return condition.isEmpty()
        || condition.get().equals(etag)
        || HttpDate.parse(condition.get()).filter(lastModified::equals).isPresent();
  }

  /** The value of Content-Range (§14.4). */
  String contentRange(long length) {
    return count == 0
        ? "bytes */" + length
        : "bytes " + from + "-" + (from + count - 1) + "/" + length;
  }
}
