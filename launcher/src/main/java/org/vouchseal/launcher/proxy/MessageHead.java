package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Start line and fields of an HTTP/1 message (RFC 9112), in the order in which they came. Read
 * strictly: what two readers could read differently is refused.
 *
 * @param start the request line or status line
 * @param fields copied
 */
record MessageHead(String start, List<Field> fields) {

  /** One field; the value is without the blanks around it. */
  record Field(String name, String value) {
    boolean isNamed(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  private static final int LIMIT = 16 * 1024;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** Fields about one connection; they are not passed on (RFC 9110 §7.6.1). */
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade");

  MessageHead {
    fields = List.copyOf(fields);
  }

  /**
   * Reads up to the empty line.
   *
   * @return empty when the other side closed before the first octet
   * @throws BadMessage when it is no head, or longer than 16 KiB
   */
  static Optional<MessageHead> read(SocketInput in) throws IOException {
    Optional<String> start = in.line(LIMIT);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    int left = LIMIT - start.get().length();
    List<Field> fields = new ArrayList<>();
    while (true) {
      String line = in.line(left).orElseThrow(() -> new BadMessage("broken off within a head"));
      if (line.isEmpty()) {
        return Optional.of(new MessageHead(start.get(), fields));
      }
      left -= line.length();
      fields.add(field(line));
    }
  }

  private static Field field(String line) throws BadMessage {
    int colon = line.indexOf(':');
    // a blank before the colon or at the begin of a line has been read as many things
    if (colon < 1 || !NAME.matcher(line.substring(0, colon)).matches()) {
      throw new BadMessage("a line of the head is no field");
    }
    return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  /** The values of every field of that name. */
  List<String> all(String name) {
    return fields.stream().filter(field -> field.isNamed(name)).map(Field::value).toList();
  }

  /** Whether {@code Connection} names the option. */
  boolean connectionSays(String option) {
    return connectionOptions().contains(option);
  }

  /**
   * The fields to be passed on: without those about one connection, those that {@code Connection}
   * names, and {@code more}.
   */
  List<Field> passedOn(Set<String> more) {
    Set<String> named = connectionOptions();
    return fields.stream()
        .filter(
            field -> {
              String name = field.name().toLowerCase(Locale.ROOT);
              return !OF_ONE_CONNECTION.contains(name)
                  && !named.contains(name)
                  && !more.contains(name);
            })
        .toList();
  }

  /** As it goes over the line. */
  byte[] octets() {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    fields.forEach(
        field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private Set<String> connectionOptions() {
    return all("connection").stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(option -> option.strip().toLowerCase(Locale.ROOT))
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
