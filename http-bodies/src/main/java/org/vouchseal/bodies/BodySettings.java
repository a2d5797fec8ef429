package org.vouchseal.bodies;

import java.time.Duration;

/**
 * What bodies may take of the server.
 *
 * @param readLimit how long a body may take to arrive, from its headers on
 * @param blocking how many bodies may be read by a thread that waits for them
 * @param waiting how many more bodies may be on their way at the same time
 * @param octets how many octets of bodies on their way may be held at the same time
 * @param workers how many requests whose body came late are answered at the same time
 * @param queue how many such requests may wait for that
 * @param listenAfter when a body is listened for, counted from when its request left the thread
 *     that received it
 * @param readOn how many octets of a body that is too large are still read, so that its sender sees
 *     the answer instead of a broken connection
 */
public record BodySettings(
    Duration readLimit,
    int blocking,
    int waiting,
    long octets,
    int workers,
    int queue,
    Duration listenAfter,
    int readOn) {

  public BodySettings {
    if (blocking < 0 || waiting < 1 || octets < 1 || workers < 1 || queue < 1 || readOn < 0) {
      throw new IllegalArgumentException("limits of bodies leave no room for one");
    }
  }

  /** 10 s; 16 and 4096 bodies, an eighth of the heap; 64 workers, queue of 512; 20 ms; 4 MiB. */
  public static BodySettings standard() {
    return new BodySettings(
        Duration.ofSeconds(10),
        16,
        4096,
        Runtime.getRuntime().maxMemory() / 8,
        64,
        512,
        Duration.ofMillis(20),
        4 * 1024 * 1024);
  }
}
