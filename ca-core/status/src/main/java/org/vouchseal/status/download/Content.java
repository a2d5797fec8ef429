package org.vouchseal.status.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The octets of a file, in memory when they are few. For many threads. */
public interface Content {

  /** How many there are. */
  long length();

  /**
   * Writes some of them; leaves {@code out} open.
   *
   * @param from the first one, counted from 0
   * @param count how many, within {@link #length}
   */
  void writeTo(OutputStream out, long from, long count) throws IOException;

  /** Octets of an array, which is not copied. */
  static Content of(byte[] octets) {
    return new Content() {
      @Override
      public long length() {
        return octets.length;
      }

      @Override
      public void writeTo(OutputStream out, long from, long count) throws IOException {
        out.write(octets, Math.toIntExact(from), Math.toIntExact(count));
      }
    };
  }

  /** A few octets as an array. */
  default byte[] octets(long from, int count) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(count);
    writeTo(octets, from, count);
    return octets.toByteArray();
  }
}
