package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The processes of a stack, as the kernel shows them: the launcher and all it started. */
final class Processes {

  private static final String LISTENING = "0A";
  private static final int HEX = 16;

  private final Set<Long> ids = new TreeSet<>();

  private Processes() {}

  static Processes of(Stack stack) {
    Processes all = new Processes();
    try (Stream<Path> files = Files.list(stack.var().resolve("run"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
        long id = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(id).ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** One process and its children. */
  static Processes of(ProcessHandle process) {
    Processes all = new Processes();
    all.add(process);
    return all;
  }

  private void add(ProcessHandle process) {
    ids.add(process.pid());
    process.descendants().forEach(child -> ids.add(child.pid()));
  }

  Set<Long> ids() {
    return Set.copyOf(ids);
  }

  /** {@code environ} or {@code cmdline} of all of them. */
  String shown(String file) {
    StringBuilder all = new StringBuilder();
    for (long id : ids) {
      try {
        all.append(
            Files.readString(
                Path.of("/proc", Long.toString(id), file), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.toString();
  }

  /** Every socket on which one of them waits for a stranger: {@code tcp 127.0.0.1:8080}. */
  Set<String> listening() {
    Set<String> inodes = socketInodes();
    Set<String> found = new TreeSet<>();
    for (String table : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
      for (String row : lines(Path.of("/proc/net", table))) {
        String[] field = row.strip().split("\\s+");
        boolean waits = table.startsWith("udp") || field[3].equals(LISTENING);
        if (waits && inodes.contains(field[9])) {
          found.add(table.substring(0, 3) + " " + address(field[1]));
        }
      }
    }
    return found;
  }

  private Set<String> socketInodes() {
    Set<String> inodes = new HashSet<>();
    for (long id : ids) {
      try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(id), "fd"))) {
        for (Path descriptor : open.toList()) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return inodes;
  }

  /** The kernel writes addresses as words, lowest octet first. */
  private static String address(String field) {
    String host = field.substring(0, field.indexOf(':'));
    int port = Integer.parseInt(field.substring(field.indexOf(':') + 1), HEX);
    String mapped = "0000000000000000FFFF0000";
    String word = host.startsWith(mapped) ? host.substring(mapped.length()) : host;
    if (word.length() != 8) {
      return "[" + host + "]:" + port;
    }
    StringBuilder dotted = new StringBuilder();
    for (int at = 6; at >= 0; at -= 2) {
      dotted.append(Integer.parseInt(word.substring(at, at + 2), HEX)).append(at > 0 ? "." : "");
    }
    return dotted + ":" + port;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream().skip(1).toList() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
