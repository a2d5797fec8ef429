package org.vouchseal.messages.asn1;

import java.io.ByteArrayOutputStream;

/** Wraps octets that must stay as they are into one more element. */
public final class DerWriter {

  private static final int SEQUENCE = 0x30;

  private DerWriter() {}

  /**
   * A SEQUENCE of elements that are already encoded.
   *
   * @param encoded whole elements, copied octet by octet
   */
  public static byte[] sequence(byte[]... encoded) {
    int length = 0;
    for (byte[] element : encoded) {
      length += element.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(SEQUENCE);
    writeLength(out, length);
    for (byte[] element : encoded) {
      out.writeBytes(element);
    }
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    out.write(0x80 | octets);
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
      out.write(length >>> shift);
    }
  }
}
