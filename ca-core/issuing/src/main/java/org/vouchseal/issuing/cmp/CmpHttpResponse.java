package org.vouchseal.issuing.cmp;

/**
 * The HTTP answer.
 *
 * @param status HTTP status code
 * @param contentType of the body
 * @param body not copied
 */
public record CmpHttpResponse(int status, String contentType, byte[] body) {

  /** The media type of CMP messages (RFC 9811 §3.2). */
  public static final String PKIXCMP = "application/pkixcmp";

  static CmpHttpResponse message(int status, byte[] der) {
    return new CmpHttpResponse(status, PKIXCMP, der);
  }

  static CmpHttpResponse text(int status, String text) {
    return new CmpHttpResponse(
        status,
        "text/plain; charset=utf-8",
        (text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
