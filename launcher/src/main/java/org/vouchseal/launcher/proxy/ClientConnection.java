package org.vouchseal.launcher.proxy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.vouchseal.model.runtime.TrustedProxies;

/** One connection of a client: its requests, one after the other. */
final class ClientConnection {

  /** After a refusal what still comes is read for a while, or the client may not see the answer. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final long LINGER_OCTETS = 1 << 20;

  private final Socket socket;
  private final Nodes nodes;
  private final TrustedProxies trusted;
  private final ProxyLimits limits;
  private final ProxyLog log;
  private final SocketInput in;
  private final OutputStream out;

  ClientConnection(
      Socket socket, Nodes nodes, TrustedProxies trusted, ProxyLimits limits, ProxyLog log)
      throws IOException {
    this.socket = socket;
    this.nodes = nodes;
    this.trusted = trusted;
    this.limits = limits;
    this.log = log;
    socket.setTcpNoDelay(true);
    this.in = new SocketInput(socket, limits.head());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Serves it to its end; the caller closes the socket. */
  void serve() throws IOException {
    boolean another = true;
    while (another) {
      another = serveOne();
    }
  }

  private boolean serveOne() throws IOException {
    in.within(limits.head());
    Request request;
    try {
      Optional<MessageHead> head = head();
      if (head.isEmpty()) {
        return false;
      }
      request = Request.of(head.get(), socket.getInetAddress(), trusted);
      if (!PublicAddresses.isWellFormed(request.target())) {
        throw new BadMessage("the address is no path whose escapes are whole");
      }
      if (!PublicAddresses.holds(request.target())) {
        return refuse(Answering.NOT_FOUND, !request.method().equals("HEAD"));
      }
      request.framing().requireAtMost(limits.body());
      sayGoOn(head.get());
    } catch (BadMessage bad) {
      return refuse(Answering.badRequest(String.valueOf(bad.getMessage())), true);
    } catch (BodyTooLarge tooLarge) {
      return refuse(Answering.TOO_LARGE, true);
    }
    return exchange(request);
  }

  /** Empty also when a kept connection was not used any more. */
  private Optional<MessageHead> head() throws IOException {
    try {
      return MessageHead.read(in);
    } catch (SocketTimeoutException silent) {
      return Optional.empty();
    }
  }

  private void sayGoOn(MessageHead head) throws IOException {
    if (head.all("expect").stream().anyMatch("100-continue"::equalsIgnoreCase)) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  private boolean exchange(Request request) throws IOException {
    try {
      Exchange.Outcome outcome = new Exchange(nodes, limits, log, request, in, out).run();
      if (outcome instanceof Exchange.Outcome.Answered answered) {
        return answered.next() || end();
      }
      if (outcome instanceof Exchange.Outcome.Failed failed) {
        return refuse(failed.answer(), !request.method().equals("HEAD"));
      }
      // a reset: an end could be taken for the end of the body
      socket.setSoLinger(true, 0);
      return false;
    } catch (BodyTooLarge tooLarge) {
      return refuse(Answering.TOO_LARGE, true);
    } catch (BadMessage bad) {
      return refuse(Answering.badRequest(String.valueOf(bad.getMessage())), true);
    } catch (SocketTimeoutException slow) {
      return refuse(Answering.TOO_SLOW, true);
    }
  }

  private boolean refuse(Answering answer, boolean withBody) throws IOException {
    out.write(answer.octets(withBody));
    return end();
  }

  /** Always false: there is no other request. */
  private boolean end() throws IOException {
    out.flush();
    socket.shutdownOutput();
    in.within(LINGER);
    byte[] ignored = new byte[4096];
    long read = 0;
    int count = in.read(ignored, ignored.length);
    while (count >= 0 && read < LINGER_OCTETS) {
      read += count;
      count = in.read(ignored, ignored.length);
    }
    return false;
  }
}
