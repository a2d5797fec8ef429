package org.vouchseal.status.http;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a client that asks has the bytes already (RFC 9110 §13.1.2, §13.1.3). */
final class KnownCopy {

  private KnownCopy() {}

  /**
   * The entity tag goes before the date.
   *
   * @param etag strong, with its quotes
   * @param lastModified whole seconds
   */
  static boolean isHeldBy(WebRequest request, String etag, Instant lastModified) {
    if (request.header().apply("If-None-Match").isPresent()) {
      return isNamedBy(request, etag);
    }
    Optional<Instant> since = request.header().apply("If-Modified-Since").flatMap(HttpDate::parse);
    return since.filter(moment -> !lastModified.isAfter(moment)).isPresent();
  }

  /** By the entity tag alone: for what may change twice in a second. */
  static boolean isNamedBy(WebRequest request, String etag) {
    return request
        .header()
        .apply("If-None-Match")
        .map(tags -> Arrays.stream(tags.split(",")))
        .orElseGet(Stream::empty)
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
