package org.vouchseal.benchmarks;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Clients that post one message after the other, each over a connection of its own. */
final class HttpLoad implements Load {

  private final String name;
  private final int port;
  private final byte[] head;
  private final int clients;
  private final Supplier<byte[]> messages;
  private final Consumer<byte[]> check;

  /**
   * A load.
   *
   * @param check throws when an answer is not what it must be
   */
  HttpLoad(
      String name,
      int port,
      byte[] head,
      int clients,
      Supplier<byte[]> messages,
      Consumer<byte[]> check) {
    this.name = name;
    this.port = port;
    this.head = head;
    this.clients = clients;
    this.messages = messages;
    this.check = check;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double run(Duration length) {
    return Clients.run(
        name,
        clients,
        length,
        turn -> {
          try (HttpConnection connection = new HttpConnection(port)) {
            while (turn.goesOn()) {
              check.accept(connection.post(head, messages.get()));
              turn.done();
            }
          }
        });
  }
}
