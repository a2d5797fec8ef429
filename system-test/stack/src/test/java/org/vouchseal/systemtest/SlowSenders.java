package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections on which a request came whole, but for the end of its body. */
final class SlowSenders implements AutoCloseable {

  private final List<SocketChannel> sockets = new ArrayList<>();

  /**
   * What each of them sends: where to and what kind of body, by Content-Length or in chunks.
   *
   * @param start the method and the target
   * @param more the type of the body, and further lines
   */
  record Half(String start, String more, boolean chunked) {

    static Half post(String target, String type, boolean chunked) {
      return new Half("POST " + target, type, chunked);
    }

    /** Whose length says that all is there while a chunk is still to come. */
    static Half twoLengths(String target, String type) {
      return post(target, type + "\r\nContent-Length: 10", true);
    }

    String text() {
      String length =
          chunked
              ? "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + "0".repeat(100)
              : "Content-Length: 600\r\n\r\n" + "0".repeat(300);
      return start + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + more + "\r\n" + length;
    }
  }

  static final List<Half> PUBLIC_DOORS =
      List.of(
          Half.post("/.well-known/cmp/p/signing", "application/pkixcmp", false),
          Half.post("/.well-known/cmp/p/encryption", "application/pkixcmp", true),
          Half.post("/.well-known/cmp//p/%73igning", "application/pkixcmp", false),
          Half.post("/ocsp", "application/ocsp-request", false),
          Half.post("/api/v1/enrolments", "application/json", false));

  /** Opens so many, spread over the doors. */
  static SlowSenders begin(int port, int count) {
    return begin(port, count, PUBLIC_DOORS);
  }

  /** Opens so many, which send these in turn. */
  static SlowSenders begin(int port, int count, List<Half> halves) {
    SlowSenders all = new SlowSenders();
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        all.sockets.add(socket);
        String text = halves.get(i % halves.size()).text();
        int unused = socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        socket.configureBlocking(false);
      }
      return all;
    } catch (IOException e) {
      all.close();
      throw new UncheckedIOException(e);
    }
  }

  /** The statuses that have come so far; 0 where none has. */
  List<Integer> statuses() {
    List<Integer> statuses = new ArrayList<>();
    for (SocketChannel socket : sockets) {
      statuses.add(status(socket));
    }
    return statuses;
  }

  private static int status(SocketChannel socket) {
    ByteBuffer answer = ByteBuffer.allocate(4096);
    try {
      if (socket.read(answer) <= 0) {
        return 0;
      }
    } catch (IOException reset) {
      return 0;
    }
    String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    return Integer.parseInt(text.split(" ", 3)[1]);
  }

  @Override
  public void close() {
    for (SocketChannel socket : sockets) {
      try {
        socket.close();
      } catch (IOException gone) {
        // it is closed
      }
    }
  }
}
