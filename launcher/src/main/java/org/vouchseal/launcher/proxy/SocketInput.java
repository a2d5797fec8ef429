package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a socket with one time limit over many reads, so that who sends an octet now and then does
 * not hold a thread for ever. For one thread.
 */
final class SocketInput {

  private static final int BUFFER = 8192;
  private static final int LINE = 128;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int end;
  private long deadline;

  SocketInput(Socket socket, Duration limit) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    within(limit);
  }

  /** From now on everything has to arrive within {@code limit}. */
  void within(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** The next octet, or -1 at the end. */
  int read() throws IOException {
    return next < end || fill() ? buffer[next++] & 0xFF : -1;
  }

  /** Some octets, at most {@code length}; -1 at the end. */
  int read(byte[] into, int length) throws IOException {
    if (next == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - next);
    System.arraycopy(buffer, next, into, 0, count);
    next += count;
    return count;
  }

  /**
   * A line without its CRLF; empty when the other side closed before its first octet.
   *
   * @throws BadMessage when it is longer than {@code limit}, breaks off, or holds a control
   *     character other than a tab, such as a CR or LF by itself
   */
  Optional<String> line(int limit) throws IOException {
    byte[] octets = new byte[Math.min(limit, LINE)];
    int length = 0;
    int octet = read();
    if (octet < 0) {
      return Optional.empty();
    }
    while (octet != '\r') {
      if (octet < 0) {
        throw new BadMessage("broken off within a line");
      }
      if (octet < ' ' && octet != '\t' || octet == 0x7F) {
        throw new BadMessage("control character " + octet + " in a line");
      }
      if (length == limit) {
        throw new BadMessage("line or head longer than " + limit + " octets");
      }
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, Math.min(limit, 2 * length));
      }
      octets[length++] = (byte) octet;
      octet = read();
    }
    if (read() != '\n') {
      throw new BadMessage("CR without LF");
    }
    return Optional.of(new String(octets, 0, length, StandardCharsets.ISO_8859_1));
  }

  private boolean fill() throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("not within its time");
    }
    socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
    int count = in.read(buffer);
    next = 0;
    end = Math.max(0, count);
    return count > 0;
  }
}
