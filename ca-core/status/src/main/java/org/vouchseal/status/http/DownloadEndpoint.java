package org.vouchseal.status.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.status.download.Content;
import org.vouchseal.status.download.Document;
import org.vouchseal.status.download.PkiDownloads;

/** The files under {@code /pki/} with conditional and range requests (RFC 9110 §13, §14). */
public final class DownloadEndpoint {

  /** What paths begin with; the name of the file follows. */
  public static final String PATH = "/pki/";

  private static final int LONGEST_IN_MEMORY = 64 * 1024;

  private final PkiDownloads downloads;

  public DownloadEndpoint(PkiDownloads downloads) {
    this.downloads = downloads;
  }

  /** Answers a request. */
  public WebAnswer respond(WebRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return WebAnswer.plain(405, "use GET or HEAD").with("Allow", "GET, HEAD");
    }
    WebAnswer answer = find(request);
    return request.method().equals("HEAD") ? answer.withoutBody() : answer;
  }

  private WebAnswer find(WebRequest request) {
    if (!request.path().startsWith(PATH)) {
      return WebAnswer.plain(404, "not found");
    }
    try {
      return downloads
          .find(request.path().substring(PATH.length()))
          .map(document -> answer(request, document))
          .orElseGet(() -> WebAnswer.plain(404, "not found"));
    } catch (StoreUnavailable e) {
      return WebAnswer.plain(503, "try again later").with("Retry-After", "5");
    }
  }

  private static WebAnswer answer(WebRequest request, Document document) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", document.etag());
    headers.put("Last-Modified", HttpDate.format(document.lastModified()));
    headers.put(
        "Cache-Control", "max-age=" + document.maxAge().toSeconds() + ", public, no-transform");
    if (KnownCopy.isHeldBy(request, document.etag(), document.lastModified())) {
      return WebAnswer.of(304, headers, new byte[0]);
    }
    headers.put("Accept-Ranges", "bytes");
    long length = document.content().length();
    Optional<ByteRange> range =
        ByteRange.of(request, length, document.etag(), document.lastModified());
    range.ifPresent(piece -> headers.put("Content-Range", piece.contentRange(length)));
    if (range.isPresent() && range.get().count() == 0) {
      return WebAnswer.of(416, headers, new byte[0]);
    }
    headers.put("Content-Type", document.contentType());
    ByteRange piece = range.orElseGet(() -> new ByteRange(0, length));
    return body(range.isPresent() ? 206 : 200, headers, document.content(), piece);
  }

  private static WebAnswer body(
      int status, Map<String, String> headers, Content content, ByteRange piece) {
    if (piece.count() > LONGEST_IN_MEMORY) {
      return WebAnswer.of(status, headers, content, piece.from(), piece.count());
    }
    try {
      return WebAnswer.of(status, headers, content.octets(piece.from(), (int) piece.count()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a document", e);
    }
  }
}
