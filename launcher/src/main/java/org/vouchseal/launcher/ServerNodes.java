package org.vouchseal.launcher;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vouchseal.launcher.proxy.Nodes;
import org.vouchseal.launcher.proxy.ReverseProxy;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * The servers of the stack: one on the public port, or several with ports of their own and a proxy
 * on the public one. They share the database and nothing else.
 */
final class ServerNodes implements AutoCloseable {

  private static final String PROXY = "proxy";

  private final Settings settings;
  private final VarFolder var;
  private final Clock clock;
  private final PrintStream out;
  private final Addresses addresses;
  private final Nodes nodes;
  private final List<Supervisor> supervisors = new ArrayList<>();
  private final List<AutoCloseable> before = new ArrayList<>();
  private boolean closed;

  ServerNodes(
      Settings settings,
      List<Nodes.Node> all,
      Secrets secrets,
      Artefacts artefacts,
      Stack.Options options,
      Addresses addresses,
      Clock clock,
      PrintStream out) {
    this.settings = settings;
    this.var = new VarFolder(settings.var());
    this.clock = clock;
    this.out = out;
    this.addresses = addresses;
    this.nodes = new Nodes(all);
    for (Nodes.Node node : all) {
      Settings own = isBehindProxy() ? settings.behindProxy(node) : settings;
      ServerNode part = new ServerNode(node.name(), own, var, secrets, artefacts, options.drill());
      supervisors.add(new Supervisor(part, var, clock, options.restart(), new OneNode(), out));
    }
  }

  /**
   * Starts them beside each other and returns when all answer, through the proxy too.
   *
   * @throws Refused when one does not come up
   */
  void start() {
    List<CompletableFuture<Void>> starting =
        supervisors.stream()
            .map(
                supervisor ->
                    CompletableFuture.runAsync(() -> start(supervisor), ServerNodes::onThread))
            .toList();
    try {
      CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    if (isBehindProxy()) {
      startProxy();
    }
  }

  /** Takes no more requests, then ends the servers beside each other. */
  @Override
  public void close() {
    List<AutoCloseable> closing;
    synchronized (before) {
      closed = true;
      closing = List.copyOf(before);
    }
    closing.forEach(this::closeQuietly);
    CompletableFuture.allOf(
            supervisors.stream()
                .map(one -> CompletableFuture.runAsync(one::stop, ServerNodes::onThread))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void start(Supervisor supervisor) {
    Process process = supervisor.start();
    nodes.started(supervisor.part());
    addresses.back(supervisor.part(), process);
  }

  private void startProxy() {
    synchronized (before) {
      if (closed) {
        throw new Refused("ended while it was starting");
      }
      TrustedProxies trusted = TrustedProxies.parse(settings.trustedProxies());
      before.add(ReverseProxy.start(settings.httpPort(), nodes, trusted, var.log(PROXY), clock));
      before.add(NodeWatch.over(nodes));
    }
    List<String> silent = new Readiness(settings.localUrl()).silent();
    if (!silent.isEmpty()) {
      throw new Refused("no good answer through the proxy from " + String.join(", ", silent));
    }
    out.println(
        nodes.all().size() + " nodes are up behind a proxy on 127.0.0.1:" + settings.httpPort());
  }

  private boolean isBehindProxy() {
    return nodes.all().size() > 1;
  }

  private void closeQuietly(AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception e) {
      out.println("while ending: " + e.getMessage());
    }
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "nodes");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells both who want to know it. */
  private final class OneNode implements Supervisor.Listener {
    @Override
    public void gone(String part) {
      nodes.ended(part);
      addresses.gone(part);
    }

    @Override
    public void back(String part, Process process) {
      nodes.started(part);
      addresses.back(part, process);
    }
  }
}
