package org.vouchseal.issuing.x509;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads DER as a stream, value by value; what is read can be copied on its way. Lengths beyond 2^31
 * and indefinite ones are refused.
 */
final class DerInput {

  /** Tag and length of a value, and how many octets they took. */
  record Header(int tag, int length, int octets) {

    /** Header and content together. */
    long whole() {
      return (long) octets + length;
    }
  }

  private static final int PIECE = 16 * 1024;

  private final InputStream in;
  private final byte[] piece = new byte[PIECE];
  private OutputStream copy = OutputStream.nullOutputStream();
  private long position;

  DerInput(InputStream in) {
    this.in = in;
  }

  /** Octets read so far. */
  long position() {
    return position;
  }

  /** From now on what is read goes there as well. */
  void copyTo(OutputStream out) {
    copy = out;
  }

  boolean atEnd() throws IOException {
    return in.read() < 0;
  }

  /** The next header. */
  Header header() throws IOException {
    int tag = octet();
    int first = octet();
    if (first < 0x80) {
      return new Header(tag, first, 2);
    }
    int count = first & 0x7f;
    if (count == 0 || count > 4) {
      throw new IOException("a length of " + count + " octets");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | octet();
    }
    if (length > Integer.MAX_VALUE) {
      throw new IOException("a value of " + length + " octets");
    }
    return new Header(tag, (int) length, 2 + count);
  }

  /** The next header, which must have this tag. */
  Header header(int tag) throws IOException {
    Header found = header();
    if (found.tag() != tag) {
      throw new IOException("tag " + found.tag() + " in place of " + tag);
    }
    return found;
  }

  /** The next octets, of which there may be at most {@code most}. */
  byte[] content(int length, int most) throws IOException {
    if (length > most) {
      throw new IOException("a value of " + length + " octets, at most " + most + " are expected");
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("cut short");
    }
    position += length;
    copy.write(content);
    return content;
  }

  /** Header and content of the next value. */
  byte[] value(int most) throws IOException {
    Header header = header();
    byte[] head = DerHeader.of(header.tag(), header.length());
    if (head.length != header.octets()) {
      throw new IOException("a length that is not the shortest");
    }
    byte[] content = content(header.length(), most);
    byte[] whole = new byte[head.length + content.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(content, 0, whole, head.length, content.length);
    return whole;
  }

  /** Passes over octets. */
  void pass(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int read = in.read(piece, 0, (int) Math.min(PIECE, left));
      if (read < 0) {
        throw new EOFException("cut short");
      }
      copy.write(piece, 0, read);
      position += read;
      left -= read;
    }
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("cut short");
    }
    position++;
    copy.write(octet);
    return octet;
  }
}
