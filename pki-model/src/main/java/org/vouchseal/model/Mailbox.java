package org.vouchseal.model;

import java.nio.charset.StandardCharsets;

/**
 * A mailbox that passed the address rules: the one form that is mailed to, ordered, and certified.
 *
 * <p>The local part is kept byte for byte, never folded. The domain is in lower case as A-labels
 * (RFC 5890). Two mailboxes are equal only when both parts are. It does not say that the mailbox
 * exists or that anybody controls it.
 *
 * <p>The rules are narrower than RFC 5321, RFC 6531 and UTS #46 on purpose: no quoted local part,
 * no comment, no IP literal, no trailing dot, one script per word, and no character that
 * normalization, case folding or IDNA mapping would turn into another one. What is refused here is
 * refused rather than repaired, so that no two texts with different owners become one mailbox.
 *
 * @param localPart 1 to 64 octets of UTF-8; not quoted; not changed by NFC or NFKC
 * @param domain host name of at least two labels, A-labels, lower case
 */
public record Mailbox(String localPart, String domain) {

  private static final int MAX_LOCAL_OCTETS = 64;
  private static final int MAX_OCTETS = 254;
  private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  public Mailbox {
    checkLocalPart(localPart);
    MailDomain.check(domain);
    int octets = localPart.getBytes(StandardCharsets.UTF_8).length + 1 + domain.length();
    if (octets > MAX_OCTETS) {
      throw new InvalidMailbox("the address has " + octets + " octets, the limit is " + MAX_OCTETS);
    }
  }

  /**
   * Reads an address as a person types it, the domain as U-labels or A-labels in any case;
   * surrounding blanks are not accepted.
   *
   * @throws InvalidMailbox naming the rule that is broken
   */
  public static Mailbox parse(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      throw new InvalidMailbox("an address has the form local-part@domain");
    }
    return new Mailbox(text.substring(0, at), MailDomain.toAscii(text.substring(at + 1)));
  }

  /** {@code localPart@domain}. */
  public String address() {
    return localPart + "@" + domain;
  }

  /** Whether the local part is ASCII: then rfc822Name holds it, else SmtpUTF8Mailbox (RFC 9598). */
  public boolean isAscii() {
    return localPart.chars().allMatch(c -> c < 0x80);
  }

  @Override
  public String toString() {
    return address();
  }

  private static void checkLocalPart(String local) {
    int octets = local.getBytes(StandardCharsets.UTF_8).length;
    if (octets == 0 || octets > MAX_LOCAL_OCTETS) {
      throw new InvalidMailbox(
          "the part before @ has " + octets + " octets, allowed are 1 to " + MAX_LOCAL_OCTETS);
    }
    if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
      throw new InvalidMailbox("the part before @ has a dot at an end, or two in a row");
    }
    local.codePoints().forEach(Mailbox::checkLocalCharacter);
    if (local.chars().anyMatch(c -> c >= 0x80)) {
      UnicodeWord.checkDirection(local, "the part before @");
      for (String word : local.split("[" + "!#$%&'*+\\-/=?\\^_`{|}~." + "]+")) {
        if (!word.isEmpty()) {
          UnicodeWord.check(word, "the part before @");
        }
      }
    }
  }

  private static void checkLocalCharacter(int c) {
    if (c < 0x80) {
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && ATEXT_SPECIALS.indexOf(c) < 0) {
        throw new InvalidMailbox("the part before @ holds a character that is not allowed");
      }
    }
  }
}
