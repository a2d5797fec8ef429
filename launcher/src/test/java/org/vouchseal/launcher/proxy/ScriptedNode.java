package org.vouchseal.launcher.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that writes down octet by octet what it was sent, and then does as it was told. */
final class ScriptedNode implements AutoCloseable {

  /** What it does once a request is whole. */
  interface Script {
    void answer(Socket socket) throws IOException;
  }

  static final Script DIES = socket -> socket.setSoLinger(true, 0);

  private final ServerSocket listening;
  private final Script script;
  private final List<String> received = new CopyOnWriteArrayList<>();

  ScriptedNode(Script script) {
    this.script = script;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "scripted node");
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers 200 with that text. */
  static Script says(String text) {
    return writes("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
  }

  /** Writes exactly that. */
  static Script writes(String octets) {
    return socket -> socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Requests as they came, one a connection; one without an octet does not count. */
  List<String> received() {
    return List.copyOf(received);
  }

  String onlyRequest() {
    if (received.size() != 1) {
      throw new AssertionError("not one request: " + received);
    }
    return received.get(0);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        String request = whole(socket);
        if (!request.isEmpty()) {
          received.add(request);
          script.answer(socket);
        }
      } catch (IOException proxyGone) {
        // the next one
      }
    }
  }

  /** All that comes until nothing has come for a moment. */
  private static String whole(Socket socket) throws IOException {
    socket.setSoTimeout(150);
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        all.write(octet);
      }
    } catch (SocketTimeoutException silent) {
      // that was all
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
