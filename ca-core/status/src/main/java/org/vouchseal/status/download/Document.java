package org.vouchseal.status.download;

import java.time.Duration;
import java.time.Instant;

/**
 * A file of the PKI as it goes out.
 *
 * @param content DER or text
 * @param contentType its media type
 * @param lastModified whole seconds
 * @param etag strong entity tag with its quotes: SHA-256 of the bytes
 * @param maxAge for how long caches may give it out unasked
 */
public record Document(
    Content content, String contentType, Instant lastModified, String etag, Duration maxAge) {

  @Override
  public String toString() {
    return "Document[" + contentType + ", " + content.length() + " octets]";
  }
}
