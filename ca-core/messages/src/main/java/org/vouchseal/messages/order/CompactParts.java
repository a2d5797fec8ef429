package org.vouchseal.messages.order;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The parts of a compact serialization, each the one base64url text of its octets. */
final class CompactParts {

  private static final int MAX_CHARACTERS = 64 * 1024;

  private final String[] texts;

  private CompactParts(String[] texts) {
    this.texts = texts;
  }

  /** Splits at the dots; throws {@link MalformedOrder} unless there are {@code count} parts. */
  static CompactParts split(String compact, int count) {
    if (compact.length() > MAX_CHARACTERS) {
      throw new MalformedOrder(
          "it has " + compact.length() + " characters, the limit is " + MAX_CHARACTERS);
    }
    String[] texts = compact.split("\\.", -1);
    if (texts.length != count) {
      throw new MalformedOrder("it has " + texts.length + " parts, expected " + count);
    }
    return new CompactParts(texts);
  }

  /** The decoded octets; refuses padding, other alphabets and loose bits at the end. */
  byte[] octets(int part) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(texts[part]);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(texts[part])) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedOrder("part " + (part + 1) + " is not base64url");
    }
    throw new MalformedOrder("part " + (part + 1) + " is not base64url in its one form");
  }

  /** What a JWS signature covers: the first two parts as sent. */
  byte[] signingInput() {
    return (texts[0] + "." + texts[1]).getBytes(StandardCharsets.US_ASCII);
  }
}
