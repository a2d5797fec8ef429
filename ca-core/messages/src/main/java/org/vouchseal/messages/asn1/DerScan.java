package org.vouchseal.messages.asn1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks over an encoding by tags and lengths before anything else touches it.
 *
 * <p>What passes is one definite-length element without trailing octets, within the limits, with
 * minimal tags and lengths (X.690 §10.1), with every element ending inside its parent, and with
 * universal types constructed or primitive as DER wants. Of the values it checks those that a
 * library silently puts right when it encodes them anew, so that a changed certificate would still
 * verify: BOOLEAN, INTEGER, BIT STRING and NULL; and the length of OBJECT IDENTIFIER. Works in one
 * loop with a fixed stack: time is linear in the size, memory is bounded by the depth limit.
 */
public final class DerScan {

  /** Longest INTEGER: a modulus of 16384 bits with its sign octet. */
  static final int MAX_INTEGER_OCTETS = 2049;

  /** Longest OBJECT IDENTIFIER value; the longest in use have about 20 octets. */
  static final int MAX_OID_OCTETS = 128;

  private static final int BOOLEAN = 1;
  private static final int INTEGER = 2;
  private static final int BIT_STRING = 3;
  private static final int NULL = 5;
  private static final int OID = 6;
  private static final int EXTERNAL = 8;
  private static final int EMBEDDED_PDV = 11;
  private static final int SEQUENCE = 16;
  private static final int SET = 17;
  private static final int CHARACTER_STRING = 29;

  private final byte[] bytes;
  private final DerLimits limits;
  private final int[] ends;
  private int depth;
  private int at;
  private int elements;

  private DerScan(byte[] bytes, DerLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
    this.ends = new int[limits.depth()];
  }

  /** What is wrong with the encoding, as a text fit for its sender; empty when it passes. */
  public static Optional<String> fault(byte[] bytes, DerLimits limits) {
    if (bytes.length == 0) {
      return Optional.of("the message is empty");
    }
    if (bytes.length > limits.octets()) {
      return Optional.of(
          "the message has " + bytes.length + " octets, the limit is " + limits.octets());
    }
    return Optional.ofNullable(new DerScan(bytes, limits).walk());
  }

  private @Nullable String walk() {
    do {
      int end = depth == 0 ? bytes.length : ends[depth - 1];
      String fault = element(end);
      if (fault != null) {
        return fault;
      }
      while (depth > 0 && at == ends[depth - 1]) {
        depth--;
      }
    } while (depth > 0);
    return at == bytes.length ? null : "octets follow the end of the message";
  }

  /** Steps into a constructed element or over a primitive one that must end by {@code end}. */
  private @Nullable String element(int end) {
    if (++elements > limits.elements()) {
      return "more than " + limits.elements() + " elements";
    }
    int start = at;
    int first = bytes[at++] & 0xff;
    if ((first & 0x1f) == 0x1f && !longTag(end)) {
      return "tag at octet " + start + " is cut off, too large or not minimal";
    }
    int length = length(end);
    if (length < 0) {
      return "length at octet " + start + " is indefinite, not minimal or too large";
    }
    if (length > end - at) {
      return "element at octet " + start + " is longer than what encloses it";
    }
    boolean constructed = (first & 0x20) != 0;
    String fault = universal(first, constructed, length, start);
    if (fault != null) {
      return fault;
    }
    if (!constructed) {
      at += length;
      return null;
    }
    if (depth == limits.depth()) {
      return "nested deeper than " + limits.depth();
    }
    ends[depth++] = at + length;
    return null;
  }

  private boolean longTag(int end) {
    if (at >= end || (bytes[at] & 0x7f) == 0) {
      return false;
    }
    int number = 0;
    for (int octets = 0; octets < 3 && at < end; octets++) {
      int octet = bytes[at++] & 0xff;
      number = (number << 7) | (octet & 0x7f);
      if ((octet & 0x80) == 0) {
        return number >= 0x1f;
      }
    }
    return false;
  }

  /** The length, or -1 when it is cut off, indefinite, longer than needed or beyond an int. */
  private int length(int end) {
    if (at >= end) {
      return -1;
    }
    int first = bytes[at++] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7f;
    if (octets == 0 || octets > 4 || octets > end - at || bytes[at] == 0) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < octets; i++) {
      length = (length << 8) | (bytes[at++] & 0xff);
    }
    return length < 0x80 || length > Integer.MAX_VALUE ? -1 : (int) length;
  }

  private @Nullable String universal(int first, boolean constructed, int length, int start) {
    if ((first & 0xc0) != 0) {
      return null;
    }
    int type = first & 0x1f;
    boolean mustBeConstructed =
        type == SEQUENCE
            || type == SET
            || type == EXTERNAL
            || type == EMBEDDED_PDV
            || type == CHARACTER_STRING;
    if (type == 0 || mustBeConstructed != constructed || !isDistinguished(type, length)) {
      return "element at octet " + start + " is not DER";
    }
    if (type == INTEGER && length > MAX_INTEGER_OCTETS) {
      return "integer at octet " + start + " has " + length + " octets";
    }
    if (type == OID && length > MAX_OID_OCTETS) {
      return "object identifier at octet " + start + " has " + length + " octets";
    }
    return null;
  }

  /** Whether the value that begins here is in its one form (X.690 §8.3.2, §11.1, §11.2). */
  private boolean isDistinguished(int type, int length) {
    return switch (type) {
      case BOOLEAN -> length == 1 && (bytes[at] == 0 || bytes[at] == -1);
      case INTEGER -> length == 1 || (length > 1 && !isPaddedInteger());
      case BIT_STRING -> length > 0 && !hasLooseBits(length);
      case NULL -> length == 0;
      case OID -> length > 0;
      default -> true;
    };
  }

  private boolean isPaddedInteger() {
    boolean nextIsNegative = bytes[at + 1] < 0;
    return (bytes[at] == 0 && !nextIsNegative) || (bytes[at] == -1 && nextIsNegative);
  }

  private boolean hasLooseBits(int length) {
    int unused = bytes[at] & 0xff;
    if (unused == 0) {
      return false;
    }
    return unused > 7 || length == 1 || (bytes[at + length - 1] & ((1 << unused) - 1)) != 0;
  }
}
