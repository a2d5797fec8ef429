package org.vouchseal.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vouchseal.launcher.proxy.Nodes;

/**
 * Looks again and again whether each node answers, and tells the proxy. A node may run and not
 * answer: stopped by a signal, or waiting for something that does not come.
 */
final class NodeWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Nodes nodes;

  private NodeWatch(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Begins, each node on a thread of its own. */
  static NodeWatch over(Nodes nodes) {
    NodeWatch watch = new NodeWatch(nodes);
    for (Nodes.Node node : nodes.all()) {
      Thread thread = new Thread(() -> watch.look(node), "watch " + node.name());
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  @Override
  public void close() {
    ended.countDown();
  }

  private void look(Nodes.Node node) {
    Readiness readiness = new Readiness(node.url(), PATIENCE);
    while (!endedWithin(PAUSE)) {
      boolean answers = readiness.silent().isEmpty();
      // one slow answer on a busy machine says little
      nodes.seen(node.name(), answers || readiness.silent().isEmpty());
    }
  }

  private boolean endedWithin(Duration pause) {
    try {
      return ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
