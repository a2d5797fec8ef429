package org.vouchseal.sdk.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one-time code in what a person or a saved mail gives. */
final class MailCode {

  // 25 letters and digits, hyphens and blanks between them as one likes.
  private static final String FORM = "[0-9A-Za-z](?:[- ]*[0-9A-Za-z]){24}";
  private static final Pattern ALONE = Pattern.compile("\\s*(" + FORM + ")\\s*");
  private static final Pattern LINE =
      Pattern.compile("(?m)^Code:[ \\t]*(" + FORM + ")[ \\t]*\\r?$");

  private MailCode() {}

  /** The code, when the text is one or has a line {@code Code: …}. */
  static Optional<String> find(String text) {
    Matcher line = LINE.matcher(text);
    if (line.find()) {
      return Optional.of(line.group(1));
    }
    Matcher alone = ALONE.matcher(text);
    return alone.matches() ? Optional.of(alone.group(1)) : Optional.empty();
  }
}
