package org.vouchseal.model.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP network (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param address any address within it
 * @param prefix how many leading bits its addresses share, at least one
 */
public record Network(ClientAddress address, int prefix) {

  private static final Pattern CIDR = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

  public Network {
    int bits = address.octets().length * Byte.SIZE;
    if (prefix < 1 || prefix > bits) {
      throw new IllegalArgumentException("the prefix is " + prefix + ", not within 1 to " + bits);
    }
  }

  /**
   * Reads {@code 10.1.0.0/24}, {@code 2001:db8::/32}, or an address alone.
   *
   * @throws IllegalArgumentException naming the text
   */
  static Network parse(String text) {
    Matcher parts = CIDR.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no IP network");
    }
    ClientAddress address =
        ClientAddress.parse(parts.group(1))
            .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP network"));
    String prefix = parts.group(2);
    return new Network(
        address, prefix == null ? address.octets().length * Byte.SIZE : Integer.parseInt(prefix));
  }

  /** Whether an address lies within. */
  public boolean holds(ClientAddress other) {
    byte[] mine = address.octets();
    byte[] given = other.octets();
    if (mine.length != given.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ given[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
