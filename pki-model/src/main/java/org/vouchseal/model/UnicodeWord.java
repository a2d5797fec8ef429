package org.vouchseal.model;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that a word with characters beyond ASCII keeps in a local part and in a domain label:
 * letters, marks and digits only, unchanged by NFC and NFKC, nothing invisible, one script (a
 * stricter "single script" of UTS #39), one set of digits.
 */
final class UnicodeWord {

  /** Scripts that are written together (UTS #39 §5.1), without Latin. */
  private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER =
      List.of(
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL));

  /** Letters by category that RFC 5892 §2.6 disallows. */
  private static final String DISALLOWED =
      "\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b";

  private UnicodeWord() {}

  static void check(String word, String where) {
    word.codePoints().forEach(c -> checkCharacter(c, where));
    if (isMark(word.codePointAt(0))) {
      throw new InvalidMailbox(where + " has a word that begins with a combining mark");
    }
    if (!Normalizer.isNormalized(word, Normalizer.Form.NFC)
        || !Normalizer.isNormalized(word, Normalizer.Form.NFKC)) {
      throw new InvalidMailbox(
          where + " holds a character in a form that Unicode normalization would change");
    }
    checkScripts(word, where);
    checkDigits(word, where);
  }

  /** Refuses text that mixes letters of both writing directions. */
  static void checkDirection(String text, String where) {
    boolean right = text.codePoints().anyMatch(UnicodeWord::isRightToLeft);
    boolean left =
        text.codePoints()
            .anyMatch(
                c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    if (right && left) {
      throw new InvalidMailbox(where + " mixes two writing directions");
    }
  }

  static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
        || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
  }

  static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static void checkCharacter(int c, String where) {
    boolean letter = Character.isLetter(c) && Character.getType(c) != Character.TITLECASE_LETTER;
    boolean digit = Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    if ((!letter && !digit && !isMark(c)) || isInvisible(c) || DISALLOWED.indexOf(c) >= 0) {
      throw new InvalidMailbox(
          where + " holds the character U+" + String.format("%04X", c) + ", which is not allowed");
    }
  }

  /** Default-ignorable code points and conjoining jamo that count as letters or marks. */
  private static boolean isInvisible(int c) {
    UnicodeBlock block = UnicodeBlock.of(c);
    return block == UnicodeBlock.VARIATION_SELECTORS
        || block == UnicodeBlock.VARIATION_SELECTORS_SUPPLEMENT
        || block == UnicodeBlock.HANGUL_JAMO
        || block == UnicodeBlock.HANGUL_JAMO_EXTENDED_A
        || block == UnicodeBlock.HANGUL_JAMO_EXTENDED_B
        || c == 0x034f
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f);
  }

  private static void checkScripts(String word, String where) {
    Set<UnicodeScript> scripts = scripts(word);
    boolean together = WRITTEN_TOGETHER.stream().anyMatch(group -> group.containsAll(scripts));
    if (scripts.size() > 1 && !together) {
      throw new InvalidMailbox(where + " mixes letters of the scripts " + scripts + " in one word");
    }
  }

  static Set<UnicodeScript> scripts(String word) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    word.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.remove(UnicodeScript.COMMON);
    scripts.remove(UnicodeScript.INHERITED);
    return scripts;
  }

  private static void checkDigits(String word, String where) {
    long sets =
        word.codePoints()
            .filter(Character::isDigit)
            .map(c -> c - Character.getNumericValue(c))
            .distinct()
            .count();
    if (sets > 1) {
      throw new InvalidMailbox(where + " mixes digits of two kinds in one word");
    }
  }
}
