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

  /** What each of them sends: where to and what kind of body, by Content-Length or in chunks. */
  record Half(String target, String type, boolean chunked) {
    String text() {
      String length =
          chunked
              ? "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + "0".repeat(100)
              : "Content-Length: 600\r\n\r\n" + "0".repeat(300);
      return "POST "
          + target
          + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
          + type
          + "\r\n"
          + length;
    }
  }

  static final List<Half> PUBLIC_DOORS =
      List.of(
          new Half("/.well-known/cmp/p/signing", "application/pkixcmp", false),
          new Half("/.well-known/cmp/p/encryption", "application/pkixcmp", true),
          new Half("/.well-known/cmp//p/%73igning", "application/pkixcmp", false),
          new Half("/ocsp", "application/ocsp-request", false),
          new Half("/api/v1/enrolments", "application/json", false));

  /** Opens so many, spread over the doors. */
  static SlowSenders begin(int port, int count) {
    SlowSenders all = new SlowSenders();
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        all.sockets.add(socket);
        String text = PUBLIC_DOORS.get(i % PUBLIC_DOORS.size()).text();
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
