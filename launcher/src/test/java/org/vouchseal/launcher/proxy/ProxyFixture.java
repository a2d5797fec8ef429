package org.vouchseal.launcher.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vouchseal.model.runtime.TrustedProxies;

/** The proxy before nodes of a test, and a client that writes octets. */
final class ProxyFixture implements AutoCloseable {

  static final String SMALL = "GET /pki/root.cer HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  final Nodes nodes;
  private final ReverseProxy proxy;

  private ProxyFixture(Nodes nodes, TrustedProxies trusted, ProxyLimits limits, Path folder) {
    this.nodes = nodes;
    this.proxy =
        ReverseProxy.start(
            0,
            nodes,
            trusted,
            limits,
            new ProxyLog(folder.resolve("proxy.log"), Clock.systemUTC()));
  }

  static ProxyFixture before(Path folder, int... ports) {
    return before(folder, limits(1000), TrustedProxies.LOOPBACK, ports);
  }

  /** Every node runs. */
  static ProxyFixture before(
      Path folder, ProxyLimits limits, TrustedProxies trusted, int... ports) {
    List<Nodes.Node> all = new ArrayList<>();
    for (int port : ports) {
      all.add(new Nodes.Node("n" + (all.size() + 1), port));
    }
    Nodes nodes = new Nodes(all);
    all.forEach(node -> nodes.started(node.name()));
    return new ProxyFixture(nodes, trusted, limits, folder);
  }

  /** Short times, so that tests are short. */
  static ProxyLimits limits(int connections) {
    return new ProxyLimits(
        connections,
        256 * 1024,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3));
  }

  /** A port at which nobody listens. */
  static int deadPort() {
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closedSoon.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  int port() {
    return proxy.port();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), proxy.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Everything that is answered until the proxy closes; an exception when it breaks off. */
  String send(String octets) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
