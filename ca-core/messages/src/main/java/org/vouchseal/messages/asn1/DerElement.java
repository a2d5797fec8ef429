package org.vouchseal.messages.asn1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of an encoding that passed {@link DerScan}, as a window on the received octets; what
 * it gives out is never re-encoded.
 */
public final class DerElement {

  private final byte[] bytes;
  private final int start;
  private final int contentStart;
  private final int end;

  private DerElement(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    int at = start + 1;
    if ((bytes[start] & 0x1f) == 0x1f) {
      while ((bytes[at++] & 0x80) != 0) {
        // the tag number goes on
      }
    }
    int length = bytes[at++] & 0xff;
    if (length >= 0x80) {
      int octets = length & 0x7f;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (bytes[at++] & 0xff);
      }
    }
    this.contentStart = at;
    this.end = at + length;
  }

  /**
   * The outermost element.
   *
   * @param scanned an encoding that {@link DerScan} found nothing wrong with; not copied
   */
  public static DerElement outermost(byte[] scanned) {
    return new DerElement(scanned, 0);
  }

  /** The first identifier octet: class, form and, below 31, number of the tag. */
  public int tag() {
    return bytes[start] & 0xff;
  }

  /** Whether it has children. */
  public boolean isConstructed() {
    return (bytes[start] & 0x20) != 0;
  }

  /** The elements inside, in their order; throws when it is primitive. */
  public List<DerElement> children() {
    if (!isConstructed()) {
      throw new IllegalStateException("a primitive element has no children");
    }
    List<DerElement> children = new ArrayList<>();
    for (int at = contentStart; at < end; ) {
      DerElement child = new DerElement(bytes, at);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  /** The whole element, tag and length included; a fresh array. */
  public byte[] encoded() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** The octets between length and end; a fresh array. */
  public byte[] content() {
    return Arrays.copyOfRange(bytes, contentStart, end);
  }
}
