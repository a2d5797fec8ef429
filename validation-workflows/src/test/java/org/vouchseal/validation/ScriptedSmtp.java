package org.vouchseal.validation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail system that says at one step what it is told to say, or hangs up there. */
final class ScriptedSmtp implements AutoCloseable {

  /** Everything that came over the line, one entry a line. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  /** The command at which it misbehaves: {@code MAIL}, {@code RCPT}, {@code DATA} or {@code .}. */
  volatile String step = "";

  /** What it says there; empty to hang up without a word. */
  volatile String answer = "";

  private final ServerSocket socket;

  ScriptedSmtp() {
    try {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "scripted SMTP");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  long accepted() {
    return lines.stream().filter(line -> line.equals(".")).count();
  }

  List<String> startingWith(String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException closedOrHungUp) {
        // the next client comes
      }
    }
  }

  private void talk(Socket client) throws IOException {
    OutputStream out = client.getOutputStream();
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    say(out, "220 scripted");
    boolean inData = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add(line);
      if (inData && !line.equals(".")) {
        continue;
      }
      String command = line.split("[ :]", 2)[0];
      if (command.equals(step)) {
        if (answer.isEmpty()) {
          return;
        }
        say(out, answer);
        inData = false;
        continue;
      }
      inData = command.equals("DATA");
      say(out, inData ? "354 go on" : command.equals("QUIT") ? "221 bye" : "250 fine");
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
