package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the body of a message ends (RFC 9112 §6).
 *
 * @param length of a body of {@link Kind#LENGTH}, else 0
 */
record Framing(Kind kind, long length) {

  /** The ways. */
  enum Kind {
    NONE,
    LENGTH,
    CHUNKED,
    /** Only answers. */
    UNTIL_CLOSE
  }

  private static final Framing NONE = new Framing(Kind.NONE, 0);
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
  private static final String LENGTH_FIELD = "content-length";
  private static final String CODING_FIELD = "transfer-encoding";

  /**
   * Of a request.
   *
   * @throws BadMessage when both lengths are given, one twice, or in another form: two readers
   *     could see two different requests
   */
  static Framing ofRequest(MessageHead head) throws BadMessage {
    Framing framing = given(head);
    if (framing.kind == Kind.CHUNKED && head.start().endsWith("HTTP/1.0")) {
      throw new BadMessage("HTTP/1.0 knows no chunks");
    }
    return framing.kind == Kind.UNTIL_CLOSE ? NONE : framing;
  }

  /** Of the answer to a request of that method. */
  static Framing ofAnswer(MessageHead head, int status, String method) throws BadMessage {
    boolean never = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return never ? NONE : given(head);
  }

  private static Framing given(MessageHead head) throws BadMessage {
    List<String> lengths = head.all(LENGTH_FIELD);
    List<String> codings = head.all(CODING_FIELD);
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty() || codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        throw new BadMessage("Transfer-Encoding beside Content-Length, or not chunked alone");
      }
      return new Framing(Kind.CHUNKED, 0);
    }
    if (lengths.isEmpty()) {
      return new Framing(Kind.UNTIL_CLOSE, 0);
    }
    if (lengths.size() > 1 || !DIGITS.matcher(lengths.get(0)).matches()) {
      throw new BadMessage("Content-Length twice or no number");
    }
    long length = Long.parseLong(lengths.get(0));
    return length == 0 ? NONE : new Framing(Kind.LENGTH, length);
  }

  boolean hasBody() {
    return kind != Kind.NONE;
  }

  /** Refuses what says beforehand that it is too long. */
  void requireAtMost(long limit) throws IOException {
    if (length > limit) {
      throw new BodyTooLarge(limit);
    }
  }
}
