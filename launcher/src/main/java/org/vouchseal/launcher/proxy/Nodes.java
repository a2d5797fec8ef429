package org.vouchseal.launcher.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes behind the proxy and which of them answer. Safe for many threads. */
public final class Nodes {

  /** Each takes 80 connections of the database at most, which has 300. */
  public static final int MOST = 3;

  /**
   * One of them.
   *
   * @param port on 127.0.0.1
   */
  public record Node(String name, int port) {

    public Node {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port is " + port + ", not within 1 to 65535");
      }
    }

    public String url() {
      return "http://127.0.0.1:" + port;
    }
  }

  private final List<Node> nodes;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();

  /** None of them runs yet. */
  public Nodes(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  public List<Node> all() {
    return nodes;
  }

  /** The node has started and answers. */
  public void started(String name) {
    silent.remove(name);
    running.add(name);
  }

  /** The node has ended. One that is starting has not started: it knows no address yet. */
  public void ended(String name) {
    running.remove(name);
  }

  /** What a look at a node showed; one that is silent is asked only when there is no other. */
  public void seen(String name, boolean answers) {
    if (answers) {
      silent.remove(name);
    } else {
      silent.add(name);
    }
  }

  /**
   * The running nodes in the order in which a request should try them: those that answer, beginning
   * with another one each time, then the silent ones, since what was seen of them may be old.
   */
  List<Node> inTurn() {
    int first = Math.floorMod(turn.getAndIncrement(), nodes.size());
    List<Node> good = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get((first + i) % nodes.size());
      if (running.contains(node.name())) {
        (silent.contains(node.name()) ? others : good).add(node);
      }
    }
    good.addAll(others);
    return List.copyOf(good);
  }
}
