package org.vouchseal.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive connection that posts, with as little work of its own as possible; opened anew
 * when the server ends it.
 */
final class HttpConnection implements AutoCloseable {

  private final int port;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  HttpConnection(int port) throws IOException {
    this.port = port;
    this.socket = opened(port);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  private static Socket opened(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private void reopen() throws IOException {
    socket.close();
    socket = opened(port);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** The head of a POST, but for its length. */
  static byte[] head(String path, String contentType) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: ")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Posts and gives the body of the answer, which must be a success. */
  byte[] post(byte[] head, byte[] body) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length + 12);
    request.writeBytes(head);
    request.writeBytes(Integer.toString(body.length).getBytes(StandardCharsets.US_ASCII));
    request.writeBytes("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    out.write(request.toByteArray());
    String status = line();
    int length = -1;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.equals("transfer-encoding: chunked")) {
        chunked = true;
      } else if (lower.equals("connection: close")) {
        last = true;
      }
    }
    byte[] answer = chunked ? chunks() : in.readNBytes(length);
    if (last) {
      reopen();
    }
    if (!status.contains(" 20")) {
      throw new IOException("answered with " + status);
    }
    return answer;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.writeBytes(in.readNBytes(size));
      String unusedEnd = line();
    }
    String unusedEnd = line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
