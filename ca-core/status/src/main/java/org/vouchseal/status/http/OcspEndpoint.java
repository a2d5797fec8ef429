package org.vouchseal.status.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.status.ocsp.OcspAnswer;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.ocsp.OcspResponder;

/**
 * OCSP over HTTP (RFC 6960 appendix A, RFC 5019): POST, and GET with the request in the path. Every
 * OCSP answer, errors included, has status 200. Answers for a nonce and errors are not stored.
 */
public final class OcspEndpoint {

  /** Where the responder answers. */
  public static final String PATH = "/ocsp";

  /** Largest request by POST, in octets. */
  public static final int MAX_BODY = 64 * 1024;

  private static final int MAX_PATH = 4 * 1024;
  private static final String REQUEST_TYPE = "application/ocsp-request";
  private static final String RESPONSE_TYPE = "application/ocsp-response";
  private static final String STORED =
      "max-age="
          + OcspAnswer.LONGEST_STORED.toSeconds()
          + ", public, no-transform, must-revalidate";

  private static final Map<String, String> NOT_STORED =
      Map.of("Content-Type", RESPONSE_TYPE, "Cache-Control", "no-store");

  private final OcspResponder responder;

  public OcspEndpoint(OcspResponder responder) {
    this.responder = responder;
  }

  /** Answers a request whose path begins with {@link #PATH}. */
  public WebAnswer respond(WebRequest request) {
    return switch (request.method()) {
      case "POST" -> post(request);
      case "GET" -> get(request);
      case "HEAD" -> get(request).withoutBody();
      default -> WebAnswer.plain(405, "use GET, HEAD or POST").with("Allow", "GET, HEAD, POST");
    };
  }

  private WebAnswer post(WebRequest request) {
    if (!request.path().equals(PATH) && !request.path().equals(PATH + "/")) {
      return WebAnswer.plain(404, "not found");
    }
    String type = request.header().apply("Content-Type").orElse("");
    if (!type.equals(REQUEST_TYPE) && !withoutParameters(type).equals(REQUEST_TYPE)) {
      return WebAnswer.plain(415, "the Content-Type of a request is " + REQUEST_TYPE);
    }
    Optional<byte[]> whole;
    try {
      whole = request.body(MAX_BODY);
    } catch (IOException brokenOff) {
      return WebAnswer.plain(408, "the request did not arrive whole or in time");
    }
    return whole.isPresent()
        ? answer(responder.respond(whole.get()))
        : WebAnswer.plain(413, "a request has at most " + MAX_BODY + " octets");
  }

  private static String withoutParameters(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private WebAnswer get(WebRequest request) {
    String path = request.path();
    if (path.length() > MAX_PATH) {
      return WebAnswer.plain(414, "a path has at most " + MAX_PATH + " characters");
    }
    String text = path.startsWith(PATH + "/") ? path.substring(PATH.length() + 1) : "";
    OcspAnswer answer = decoded(text).map(responder::respond).orElseGet(responder::malformed);
    return answer
        .freshness()
        .filter(freshness -> KnownCopy.isNamedBy(request, tag(answer)))
        .map(freshness -> WebAnswer.of(304, stored(answer, freshness), new byte[0]))
        .orElseGet(() -> answer(answer));
  }

  /**
   * Base64 in a path: percent signs are undone and nothing else, so + and // stay what they are.
   */
  private static Optional<byte[]> decoded(String text) {
    ByteArrayOutputStream characters = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
          return Optional.empty();
        }
        characters.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        characters.write(c < 0x80 ? c : '?');
      }
    }
    try {
      String base64 = characters.toString(StandardCharsets.US_ASCII);
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  private static WebAnswer answer(OcspAnswer answer) {
    if (answer.freshness().isEmpty()) {
      return WebAnswer.of(200, NOT_STORED, answer.der());
    }
    Map<String, String> headers = stored(answer, answer.freshness().get());
    headers.put("Content-Type", RESPONSE_TYPE);
    return WebAnswer.of(200, headers, answer.der());
  }

  private static Map<String, String> stored(OcspAnswer answer, Freshness freshness) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Last-Modified", HttpDate.format(freshness.thisUpdate()));
    headers.put("Expires", HttpDate.format(freshness.nextUpdate()));
    headers.put("ETag", tag(answer));
    headers.put("Cache-Control", STORED);
    return headers;
  }

  private static String tag(OcspAnswer answer) {
    return '"' + answer.digest() + '"';
  }
}
