package org.vouchseal.model;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of the domain of a {@link Mailbox}: IDNA2008 labels (RFC 5891) without any mapping but
 * lower case, the Bidi rule (RFC 5893), one script per label, and no label that is made of
 * look-alikes of Latin letters under a domain of another script.
 */
final class MailDomain {

  private static final String WHERE = "the domain";
  private static final String ACE_PREFIX = "xn--";
  private static final Pattern LDH_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ALL_DIGITS = Pattern.compile("[0-9]+");

  /** Lower-case letters of Cyrillic, Greek and Armenian that read as Latin in common fonts. */
  private static final String LATIN_LOOK_ALIKES =
      "асԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтвнꭺɡ" + "αγικνορτυωχη" + "օսոհցզ";

  private MailDomain() {}

  /** The A-label form of a domain in U-labels or A-labels. */
  static String toAscii(String domain) {
    List<String> labels = new ArrayList<>();
    for (String label : domain.split("\\.", -1)) {
      labels.add(asciiLabel(label));
    }
    return String.join(".", labels);
  }

  /** Checks a domain that is in A-labels already. */
  static void check(String domain) {
    if (domain.length() > 253 || !domain.contains(".")) {
      throw new InvalidMailbox("the domain needs at least two labels and at most 253 characters");
    }
    List<String> shown = new ArrayList<>();
    for (String label : domain.split("\\.", -1)) {
      shown.add(checkedUnicode(label));
    }
    String top = shown.get(shown.size() - 1);
    if (ALL_DIGITS.matcher(top).matches()) {
      throw new InvalidMailbox("an IP address is not a mail domain");
    }
    checkBidi(shown);
    shown.forEach(label -> checkLookAlikes(label, top));
  }

  private static String asciiLabel(String label) {
    if (label.chars().allMatch(c -> c < 0x80)) {
      return label.toLowerCase(Locale.ROOT);
    }
    String lower = lowerCase(label);
    UnicodeWord.check(lower.replace("-", ""), WHERE);
    return ACE_PREFIX
        + Punycode.encode(lower)
            .orElseThrow(() -> new InvalidMailbox("the domain has a label that is too long"));
  }

  private static String lowerCase(String label) {
    StringBuilder lower = new StringBuilder();
    label
        .codePoints()
        .forEach(
            c -> {
              int small = Character.toLowerCase(c);
              if (small != c && Character.toUpperCase(small) != c) {
                throw new InvalidMailbox("the domain holds a capital letter without a plain pair");
              }
              lower.appendCodePoint(small);
            });
    return lower.toString();
  }

  private static String checkedUnicode(String label) {
    if (!LDH_LABEL.matcher(label).matches()) {
      throw new InvalidMailbox("the domain has a label that is empty, too long, or not allowed");
    }
    if (label.length() < 4 || label.charAt(2) != '-' || label.charAt(3) != '-') {
      return label;
    }
    Optional<String> unicode =
        label.startsWith(ACE_PREFIX)
            ? Punycode.decode(label.substring(ACE_PREFIX.length()))
            : Optional.empty();
    String text =
        unicode.orElseThrow(
            () -> new InvalidMailbox("the domain has a label with -- that is no valid A-label"));
    checkUnicodeLabel(text, label);
    return text;
  }

  private static void checkUnicodeLabel(String text, String label) {
    boolean bare =
        text.isEmpty() || text.startsWith("-") || text.endsWith("-") || hyphensThirdAndFourth(text);
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    if (bare || ascii || !text.equals(lowerCase(text))) {
      throw new InvalidMailbox("the domain has a label that is no valid A-label");
    }
    UnicodeWord.check(text.replace("-", ""), WHERE);
    if (!Punycode.encode(text).map(code -> label.equals(ACE_PREFIX + code)).orElse(false)) {
      throw new InvalidMailbox("the domain has a label that is no valid A-label");
    }
  }

  private static boolean hyphensThirdAndFourth(String text) {
    return text.length() >= 4 && text.charAt(2) == '-' && text.charAt(3) == '-';
  }

  /** RFC 5893 §2; binds every label as soon as one is written from right to left. */
  private static void checkBidi(List<String> labels) {
    boolean bidi =
        labels.stream().anyMatch(l -> l.codePoints().anyMatch(UnicodeWord::isRightToLeft));
    if (bidi && !labels.stream().allMatch(MailDomain::keepsBidiRule)) {
      throw new InvalidMailbox("the domain breaks the rule for right-to-left labels (RFC 5893)");
    }
  }

  private static boolean keepsBidiRule(String label) {
    byte first = Character.getDirectionality(label.codePointAt(0));
    int[] ending = label.codePoints().filter(c -> !UnicodeWord.isMark(c)).toArray();
    byte last = Character.getDirectionality(ending[ending.length - 1]);
    boolean european = has(label, Character.DIRECTIONALITY_EUROPEAN_NUMBER);
    boolean arabic = has(label, Character.DIRECTIONALITY_ARABIC_NUMBER);
    if (first == Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
      boolean endsWell = last == first || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
      return endsWell && label.codePoints().noneMatch(UnicodeWord::isRightToLeft);
    }
    boolean startsRight =
        first == Character.DIRECTIONALITY_RIGHT_TO_LEFT
            || first == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    boolean endsWell =
        last == Character.DIRECTIONALITY_RIGHT_TO_LEFT
            || last == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
            || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER
            || last == Character.DIRECTIONALITY_ARABIC_NUMBER;
    boolean noLeft = !has(label, Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    return startsRight && endsWell && noLeft && !(european && arabic);
  }

  private static boolean has(String label, byte direction) {
    return label.codePoints().anyMatch(c -> Character.getDirectionality(c) == direction);
  }

  private static void checkLookAlikes(String label, String top) {
    Set<UnicodeScript> scripts = UnicodeWord.scripts(label);
    boolean other = !scripts.isEmpty() && !scripts.contains(UnicodeScript.LATIN);
    boolean allAlike =
        label
            .codePoints()
            .filter(c -> !Character.isDigit(c) && c != '-')
            .allMatch(c -> LATIN_LOOK_ALIKES.indexOf(c) >= 0);
    if (other && allAlike && !UnicodeWord.scripts(top).equals(scripts)) {
      throw new InvalidMailbox("the domain has a label whose letters all look like Latin ones");
    }
  }
}
