package org.vouchseal.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Posts a body in pieces, framed as a client may frame it. */
final class RawBody {

  private static final int LIMIT_MILLIS = 30_000;
  private static final int PAUSE_MILLIS = 60;

  enum Framing {
    LENGTH,
    CHUNKED,
    HTTP_1_0,
    EXPECTING
  }

  /** An answer without its line and headers. */
  record Answer(int status, String text) {}

  private RawBody() {}

  static Answer post(int port, String path, String type, String body, Framing framing, int pieces) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(head(port, path, type, body.length(), framing));
      if (framing == Framing.EXPECTING) {
        String goOn = line(socket.getInputStream());
        if (!goOn.startsWith("HTTP/1.1 100")) {
          throw new AssertionError(goOn);
        }
        line(socket.getInputStream());
      }
      try {
        send(out, body, framing, pieces);
      } catch (IOException refusedBeforeItsEnd) {
        // the answer is there
      }
      return parsed(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(path + " " + framing + " " + pieces, e);
    }
  }

  private static byte[] head(int port, String path, String type, int length, Framing framing) {
    String version = framing == Framing.HTTP_1_0 ? "1.0" : "1.1";
    String framed =
        framing == Framing.CHUNKED ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
    String expecting = framing == Framing.EXPECTING ? "Expect: 100-continue\r\n" : "";
    return ("POST "
            + path
            + " HTTP/"
            + version
            + "\r\nHost: localhost:"
            + port
            + "\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\n"
            + expecting
            + framed
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void send(OutputStream out, String body, Framing framing, int pieces)
      throws IOException {
    int size = (body.length() + pieces - 1) / pieces;
    for (int from = 0; from < body.length(); from += size) {
      if (pieces > 1) {
        pause();
      }
      String piece = body.substring(from, Math.min(body.length(), from + size));
      String framed =
          framing == Framing.CHUNKED
              ? Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n"
              : piece;
      out.write(framed.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    if (framing == Framing.CHUNKED) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static Answer parsed(InputStream in) throws IOException {
    String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    return new Answer(
        Integer.parseInt(all.split(" ", 3)[1]), all.substring(all.indexOf("\r\n\r\n") + 4));
  }
}
