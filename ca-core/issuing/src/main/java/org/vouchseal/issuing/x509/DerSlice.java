package org.vouchseal.issuing.x509;

import java.util.Arrays;

/**
 * One DER value where it stands within an array; nothing is parsed further or copied until asked.
 * What lies beyond the array throws IndexOutOfBoundsException.
 */
record DerSlice(byte[] in, int begin, int contentBegin, int end) {

  static DerSlice of(byte[] in, int begin) {
    int first = in[begin + 1] & 0xff;
    int lengthOctets = first < 0x80 ? 0 : first & 0x7f;
    long length = first < 0x80 ? first : 0;
    for (int i = 0; i < lengthOctets; i++) {
      length = length << 8 | in[begin + 2 + i] & 0xff;
    }
    int content = begin + 2 + lengthOctets;
    if (lengthOctets > 4 || content + length > in.length) {
      throw new IndexOutOfBoundsException("a value of " + length + " octets at " + begin);
    }
    return new DerSlice(in, begin, content, (int) (content + length));
  }

  int tag() {
    return in[begin] & 0xff;
  }

  /** The first value within this one. */
  DerSlice first() {
    return of(in, contentBegin);
  }

  /** The value after this one. */
  DerSlice next() {
    return of(in, end);
  }

  /** Tag, length and content. */
  byte[] octets() {
    return Arrays.copyOfRange(in, begin, end);
  }

  byte[] content() {
    return Arrays.copyOfRange(in, contentBegin, end);
  }
}
