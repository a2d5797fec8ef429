package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.vouchseal.launcher.proxy.Nodes;

/**
 * The file by which others find the stack. It is there once everything answered first, and gone
 * when the stack ends; in between {@code ready} is false while a part is down. Safe for many
 * threads.
 */
final class Addresses implements Supervisor.Listener {

  private final Settings settings;
  private final VarFolder var;
  private final List<Nodes.Node> nodes;
  private final Map<String, Long> running = new LinkedHashMap<>();
  private final Set<String> down = new HashSet<>();
  private boolean published;

  /**
   * The file of a stack.
   *
   * @param nodes one that listens on the public port itself, or several behind the proxy
   */
  Addresses(Settings settings, VarFolder var, List<Nodes.Node> nodes) {
    this.settings = settings;
    this.var = var;
    this.nodes = List.copyOf(nodes);
  }

  /** The nodes of a stack: one has the public port, of several each has one of its own. */
  static List<Nodes.Node> nodes(Settings settings, int count) {
    if (count == 1) {
      return List.of(new Nodes.Node("n1", settings.httpPort()));
    }
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> new Nodes.Node("n" + (i + 1), settings.nodePort() + i))
        .toList();
  }

  @Override
  public synchronized void gone(String part) {
    running.remove(part);
    down.add(part);
    writeAgain();
  }

  @Override
  public synchronized void back(String part, Process process) {
    back(part, process.pid());
  }

  synchronized void back(String part, long pid) {
    running.put(part, pid);
    down.remove(part);
    writeAgain();
  }

  /** Writes it for the first time, by rename; from now on it is kept true. */
  synchronized void publish() {
    published = true;
    writeAgain();
  }

  /** Removes it; no effect when it is not there. */
  synchronized void remove() {
    published = false;
    try {
      Files.deleteIfExists(var.addresses());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + var.addresses(), e);
    }
  }

  private void writeAgain() {
    if (published) {
      VarFolder.writeWhole(var.addresses(), json());
    }
  }

  private String json() {
    StringJoiner members = new StringJoiner(",\n  ", "{\n  ", "\n}\n");
    members.add("\"publicUrl\": " + text(settings.publicUrl()));
    members.add("\"cmp\": " + text(settings.publicUrl() + "/.well-known/cmp"));
    members.add("\"api\": " + text(settings.publicUrl() + "/api/v1"));
    members.add("\"portal\": null");
    members.add("\"keycloak\": null");
    members.add("\"smtp\": " + text("smtp://127.0.0.1:" + settings.mailPort()));
    members.add("\"mariadb\": " + text(DatabasePart.url(settings, "")));
    if (nodes.size() > 1) {
      members.add("\"proxy\": " + text(settings.localUrl()));
    }
    members.add(
        nodes.stream().map(this::node).collect(Collectors.joining(", ", "\"nodes\": [", "]")));
    members.add("\"ready\": " + down.isEmpty());
    return members.toString();
  }

  private String node(Nodes.Node node) {
    Long pid = running.get(node.name());
    return "{\"name\": "
        + text(node.name())
        + ", \"url\": "
        + text(node.url())
        + ", \"pid\": "
        + (pid == null ? "null" : pid)
        + "}";
  }

  /** Addresses were checked to hold nothing that JSON would escape but these two. */
  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
