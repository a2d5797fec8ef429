package org.vouchseal.issuing.x509;

/** Tag and length of a DER value (X.690 §8.1). */
final class DerHeader {

  static final int SEQUENCE = 0x30;
  static final int INTEGER = 0x02;

  private DerHeader() {}

  static byte[] of(int tag, int length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
    byte[] header = new byte[2 + octets];
    header[0] = (byte) tag;
    header[1] = (byte) (0x80 | octets);
    for (int i = 0; i < octets; i++) {
      header[2 + i] = (byte) (length >>> (8 * (octets - 1 - i)));
    }
    return header;
  }
}
