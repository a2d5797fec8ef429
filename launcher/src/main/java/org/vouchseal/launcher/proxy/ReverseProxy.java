package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * Listens on one port of 127.0.0.1 and passes requests for public addresses on to the nodes in
 * turn. What is private is asked of a node itself.
 */
public final class ReverseProxy implements AutoCloseable {

  private static final int BACKLOG = 256;
  private static final long STACK_OCTETS = 256 * 1024;

  private final ServerSocket listening;
  private final Nodes nodes;
  private final TrustedProxies trusted;
  private final ProxyLimits limits;
  private final ProxyLog log;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ReverseProxy(
      ServerSocket listening,
      Nodes nodes,
      TrustedProxies trusted,
      ProxyLimits limits,
      ProxyLog log) {
    this.listening = listening;
    this.nodes = nodes;
    this.trusted = trusted;
    this.limits = limits;
    this.log = log;
  }

  /**
   * Begins to listen and to serve.
   *
   * @param port 0 for any that is free
   * @param trusted proxies before this one that are believed whom they speak for
   * @param logFile gets a line for each request that a node did not answer
   */
  public static ReverseProxy start(
      int port, Nodes nodes, TrustedProxies trusted, Path logFile, Clock clock) {
    return start(port, nodes, trusted, ProxyLimits.DEFAULT, new ProxyLog(logFile, clock));
  }

  static ReverseProxy start(
      int port, Nodes nodes, TrustedProxies trusted, ProxyLimits limits, ProxyLog log) {
    try {
      ServerSocket listening = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
      ReverseProxy proxy = new ReverseProxy(listening, nodes, trusted, limits, log);
      thread("proxy", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Ends every connection; a request on the way to a node may still be carried out there. */
  @Override
  public void close() {
    quietly(listening::close);
    open.forEach(socket -> quietly(socket::close));
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        take(listening.accept());
      } catch (IOException e) {
        if (!listening.isClosed()) {
          log.note("no connection was taken: " + e);
          pause();
        }
      }
    }
  }

  private void take(Socket socket) {
    open.add(socket);
    if (open.size() > limits.connections()) {
      turnAway(socket);
      return;
    }
    try {
      thread("proxy client", () -> serve(socket));
    } catch (OutOfMemoryError noThread) {
      log.note("no thread for a client: " + noThread.getMessage());
      turnAway(socket);
    }
  }

  private void turnAway(Socket socket) {
    quietly(() -> socket.getOutputStream().write(Answering.FULL.octets(true)));
    end(socket);
  }

  private void serve(Socket socket) {
    try {
      new ClientConnection(socket, nodes, trusted, limits, log).serve();
    } catch (IOException clientGone) {
      // nobody is left to be told
    } catch (RuntimeException bug) {
      log.note("a fault of the proxy: " + bug);
    } finally {
      end(socket);
    }
  }

  private void end(Socket socket) {
    quietly(socket::close);
    open.remove(socket);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK_OCTETS);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Closing {
    void run() throws IOException;
  }

  private static void quietly(Closing closing) {
    try {
      closing.run();
    } catch (IOException gone) {
      // it is closed either way
    }
  }
}
