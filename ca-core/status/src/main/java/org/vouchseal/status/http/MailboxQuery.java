package org.vouchseal.status.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;

/**
 * The one parameter {@code mailbox}. Percent signs are undone as UTF-8 and nothing else: a plus
 * sign is part of the mailbox (RFC 3986 §3.4), as nobody's mailbox has a blank.
 */
final class MailboxQuery {

  private static final String NAME = "mailbox=";
  private static final int LONGEST = 1_024;

  private MailboxQuery() {}

  /** The mailbox in its one form, or what is wrong with the query. */
  static Outcome<Mailbox, String> read(String query) {
    if (query.length() > LONGEST) {
      return Outcome.refused("the query has more than " + LONGEST + " characters");
    }
    if (!query.startsWith(NAME) || query.indexOf('&') >= 0 || query.indexOf(';') >= 0) {
      return Outcome.refused("the query is not exactly one parameter mailbox");
    }
    Optional<String> text = decoded(query.substring(NAME.length()));
    if (text.isEmpty()) {
      return Outcome.refused("the mailbox is not UTF-8 with percent signs (RFC 3986)");
    }
    try {
      return Outcome.of(Mailbox.parse(text.get()));
    } catch (InvalidMailbox invalid) {
      return Outcome.refused(String.valueOf(invalid.getMessage()));
    }
  }

  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(i + 1))
            || !HexFormat.isHexDigit(text.charAt(i + 2))) {
          return Optional.empty();
        }
        octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (c > 0x20 && c < 0x7f) {
        octets.write(c);
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets.toByteArray()))
              .toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
