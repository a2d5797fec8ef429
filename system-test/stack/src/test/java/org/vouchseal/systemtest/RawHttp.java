package org.vouchseal.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Requests whose target goes out octet by octet as written: no library mends it. They are of
 * HTTP/1.0, whose answers come in one piece.
 */
final class RawHttp {

  private static final int LIMIT_MILLIS = 20_000;

  /**
   * An answer.
   *
   * @param text all of it after the status line, one character an octet
   */
  record Answer(int status, String text) {

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  private RawHttp() {}

  static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  static Answer get(int port, String target, String... headers) {
    return send(port, "GET", target, "", headers);
  }

  /** One request on a connection of its own. */
  static Answer send(int port, String method, String target, String body, String... headers) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.0\r\n");
      request.append("Host: localhost:").append(port).append("\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      if (!body.isEmpty()) {
        request.append("Content-Length: ").append(body.length()).append("\r\n");
      }
      request.append("\r\n").append(body);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return parsed(answer.toString(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  private static Answer parsed(String answer) {
    int line = answer.indexOf("\r\n");
    if (line < 0) {
      throw new AssertionError("no answer of HTTP: " + answer);
    }
    return new Answer(
        Integer.parseInt(answer.substring(0, line).split(" ")[1]), answer.substring(line + 2));
  }
}
