package org.vouchseal.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A mailbox that passed the address rules: the one form that is mailed to, ordered, and certified.
 *
 * <p>The local part is kept byte for byte, never folded. The domain is in lower case as A-labels
 * (RFC 5890). Two mailboxes are equal only when both parts are. It does not say that the mailbox
 * exists or that anybody controls it.
 *
 * @param localPart 1 to 64 octets of UTF-8; not quoted
 * @param domain host name of at least two labels, A-labels, lower case
 */
public record Mailbox(String localPart, String domain) {

  private static final int MAX_LOCAL_OCTETS = 64;
  private static final int MAX_OCTETS = 254;
  private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  public Mailbox {
    checkLocalPart(localPart);
    checkDomain(domain);
    int octets = localPart.getBytes(StandardCharsets.UTF_8).length + 1 + domain.length();
    if (octets > MAX_OCTETS) {
      throw new InvalidMailbox("the address has " + octets + " octets, the limit is " + MAX_OCTETS);
    }
  }

  /**
   * Reads an address as a person types it; surrounding blanks are not accepted.
   *
   * @throws InvalidMailbox naming the rule that is broken
   */
  public static Mailbox parse(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      throw new InvalidMailbox("an address has the form local-part@domain");
    }
    return new Mailbox(text.substring(0, at), asciiDomain(text.substring(at + 1)));
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

  private static String asciiDomain(String domain) {
    try {
      return java.net
          .IDN
          .toASCII(domain, java.net.IDN.USE_STD3_ASCII_RULES)
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new InvalidMailbox("the domain is not a valid host name");
    }
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
  }

  private static void checkLocalCharacter(int c) {
    if (c < 0x80) {
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && ATEXT_SPECIALS.indexOf(c) < 0) {
        throw new InvalidMailbox("the part before @ holds a character that is not allowed");
      }
    } else if (!Character.isLetterOrDigit(c)
        && Character.getType(c) != Character.NON_SPACING_MARK) {
      throw new InvalidMailbox("the part before @ holds a character that is not a letter or digit");
    }
  }

  private static void checkDomain(String domain) {
    if (domain.isEmpty() || domain.length() > 253 || !domain.contains(".")) {
      throw new InvalidMailbox("the domain needs at least two labels and at most 253 characters");
    }
    for (String label : domain.split("\\.", -1)) {
      if (!label.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
        throw new InvalidMailbox("the domain has a label that is empty, too long, or not allowed");
      }
    }
    if (domain.matches(".*\\.[0-9]+")) {
      throw new InvalidMailbox("an IP address is not a mail domain");
    }
  }
}
