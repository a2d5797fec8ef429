package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings one request to one node and its answer back.
 *
 * <p>A node that takes no connection has seen nothing of the request, and the next one is tried. As
 * soon as an octet was sent to a node, the request may have been carried out, and it is sent to no
 * other by the proxy; but for a GET or HEAD without body, which change nothing (RFC 9110 §9.2.1).
 * The client, who knows what he asked, sends the same octets again: CMP and the API answer them
 * with what was done the first time.
 *
 * <p>Each exchange has a connection of its own to the node: on a kept one nobody can tell a node
 * that closed it before the request from one that died of it.
 */
final class Exchange {

  private final Nodes nodes;
  private final ProxyLimits limits;
  private final ProxyLog log;
  private final Request request;
  private final SocketInput client;
  private final OutputStream toClient;
  private boolean begun;
  private boolean requestIsWhole;

  /** What became of it. */
  sealed interface Outcome {
    /** The answer went out whole; whether another request may follow on the connection. */
    record Answered(boolean next) implements Outcome {}

    /** No octet of an answer went out. */
    record Failed(Answering answer) implements Outcome {}

    /** An answer broke off; the client has to see that. */
    record Torn() implements Outcome {}
  }

  Exchange(
      Nodes nodes,
      ProxyLimits limits,
      ProxyLog log,
      Request request,
      SocketInput client,
      OutputStream toClient) {
    this.nodes = nodes;
    this.limits = limits;
    this.log = log;
    this.request = request;
    this.client = client;
    this.toClient = toClient;
  }

  /**
   * Does it.
   *
   * @throws IOException when the client is gone or sends no whole request
   */
  Outcome run() throws IOException {
    Outcome outcome = new Outcome.Failed(Answering.NO_NODE);
    for (Nodes.Node node : nodes.inTurn()) {
      try (Socket socket = connected(node)) {
        if (socket == null) {
          continue;
        }
        outcome = over(socket, node);
      }
      if (!(outcome instanceof Outcome.Failed) || !request.isSafe()) {
        return outcome;
      }
    }
    return outcome;
  }

  /** Null when the node takes no connection. */
  private @Nullable Socket connected(Nodes.Node node) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getByName("127.0.0.1"), node.port()),
          (int) limits.connect().toMillis());
      return socket;
    } catch (IOException refused) {
      socket.close();
      nodes.seen(node.name(), false);
      log.note(node.name() + " takes no connection: " + refused.getMessage());
      return null;
    }
  }

  private Outcome over(Socket socket, Nodes.Node node) throws IOException {
    SocketInput in = new SocketInput(socket, limits.answer());
    @Nullable IOException fault = send(socket.getOutputStream());
    try {
      in.within(limits.answer());
      MessageHead head = finalHead(in);
      return pass(head, in);
    } catch (SinkFault clientGone) {
      throw clientGone;
    } catch (IOException lost) {
      log.note(
          node.name()
              + (begun ? " broke off its answer to " : " gave no answer to ")
              + request.line()
              + ": "
              + (fault == null ? lost : fault));
      if (begun) {
        return new Outcome.Torn();
      }
      boolean late = lost instanceof SocketTimeoutException;
      return new Outcome.Failed(late ? Answering.NO_ANSWER : Answering.BROKEN_OFF);
    }
  }

  /**
   * Sends head and body. A node may answer before it has read all, and close; so that the fault is
   * returned, and the answer looked for all the same.
   */
  private @Nullable IOException send(OutputStream toNode) throws IOException {
    try {
      toNode.write(request.head().octets());
      toNode.flush();
    } catch (IOException e) {
      return e;
    }
    try {
      client.within(limits.request());
      new BodyCopy(client, toNode, limits.body()).run(request.framing());
      requestIsWhole = true;
      return null;
    } catch (SinkFault e) {
      return e;
    }
  }

  private static MessageHead finalHead(SocketInput in) throws IOException {
    while (true) {
      Optional<MessageHead> head = MessageHead.read(in);
      if (head.isEmpty()) {
        throw new BadMessage("closed without an answer");
      }
      if (status(head.get()) >= 200) {
        return head.get();
      }
    }
  }

  private static int status(MessageHead head) throws BadMessage {
    String line = head.start();
    if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
      throw new BadMessage("no status line");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private Outcome pass(MessageHead head, SocketInput in) throws IOException {
    Framing framing = Framing.ofAnswer(head, status(head), request.method());
    boolean next =
        requestIsWhole && request.keepsAlive() && framing.kind() != Framing.Kind.UNTIL_CLOSE;
    List<MessageHead.Field> fields = request.answerFields(head, next);
    begun = true;
    try {
      toClient.write(new MessageHead(head.start(), fields).octets());
    } catch (IOException e) {
      throw new SinkFault(e);
    }
    new BodyCopy(in, toClient, Long.MAX_VALUE).run(framing);
    return new Outcome.Answered(next);
  }
}
