package org.vouchseal.launcher.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Passes a body on as it comes; no more than a few KiB are in memory. Chunks are written anew, and
 * what they say beside their length stays behind.
 */
final class BodyCopy {

  private static final int CHUNK_LINE = 256;
  private static final int TRAILER_LINES = 32;
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

  private final SocketInput from;
  private final OutputStream to;
  private final long limit;
  private final byte[] buffer = new byte[8192];
  private long passed;

  /**
   * A copy.
   *
   * @param limit octets of the body, inclusive
   */
  BodyCopy(SocketInput from, OutputStream to, long limit) {
    this.from = from;
    this.to = to;
    this.limit = limit;
  }

  /**
   * Copies to the end of the body and flushes.
   *
   * @throws SinkFault when the receiver takes no more; every other exception is the sender's
   * @throws BodyTooLarge when more than the limit comes
   */
  void run(Framing framing) throws IOException {
    switch (framing.kind()) {
      case NONE -> {}
      case LENGTH -> exactly(framing.length());
      case CHUNKED -> chunks();
      case UNTIL_CLOSE -> rest();
    }
    flush();
  }

  private void exactly(long length) throws IOException {
    long left = length;
    while (left > 0) {
      int count = some(left);
      if (count < 0) {
        throw new EOFException("broken off with " + left + " octets of the body to come");
      }
      write(buffer, count);
      left -= count;
    }
  }

  private void rest() throws IOException {
    for (int count = some(buffer.length); count >= 0; count = some(buffer.length)) {
      write(buffer, count);
    }
  }

  private void chunks() throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      writeText(Long.toHexString(size) + "\r\n");
      exactly(size);
      if (!line().isEmpty()) {
        throw new BadMessage("a chunk is longer than it says");
      }
      writeText("\r\n");
      flush();
    }
    for (int lines = 0; !line().isEmpty(); lines++) {
      if (lines == TRAILER_LINES) {
        throw new BadMessage("too many trailers");
      }
    }
    writeText("0\r\n\r\n");
  }

  private long chunkSize() throws IOException {
    var size = CHUNK.matcher(line());
    if (!size.matches()) {
      throw new BadMessage("no length of a chunk");
    }
    return Long.parseLong(size.group(1), 16);
  }

  private String line() throws IOException {
    return from.line(CHUNK_LINE).orElseThrow(() -> new EOFException("broken off between chunks"));
  }

  private int some(long most) throws IOException {
    int count = from.read(buffer, (int) Math.min(most, buffer.length));
    passed += Math.max(0, count);
    if (passed > limit) {
      throw new BodyTooLarge(limit);
    }
    return count;
  }

  private void writeText(String text) throws SinkFault {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    write(octets, octets.length);
  }

  private void write(byte[] octets, int count) throws SinkFault {
    try {
      to.write(octets, 0, count);
    } catch (IOException e) {
      throw new SinkFault(e);
    }
  }

  private void flush() throws SinkFault {
    try {
      to.flush();
    } catch (IOException e) {
      throw new SinkFault(e);
    }
  }
}
