package org.vouchseal.bodies;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the container would write, with a stack trace each, about connections that end too
 * early and about requests that are no HTTP: strangers make as many as they like, and would fill
 * the disk. At most one line a minute tells how many they were. All other faults pass.
 */
final class ConnectionFaults implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionFaults.class);
  private static final String NETWORK = "org.glassfish.grizzly.";
  private static final String PATH_READER = NETWORK + "http.util.URLDecoder";
  private static final int DEEPEST_CAUSE = 16;
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  /** Who writes about them; held, since a logger that nobody holds forgets its filter. */
  private static final List<java.util.logging.Logger> WRITERS =
      Stream.of(
              "jakarta.enterprise.web",
              "jakarta.enterprise.web.core",
              NETWORK + "filterchain.DefaultFilterChain",
              "org.glassfish.jersey.server.ServerRuntime$Responder")
          .map(java.util.logging.Logger::getLogger)
          .toList();

  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong told = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

  /** From now on, for the whole server; once for all of its parts. */
  static void countInsteadOfLogging() {
    ConnectionFaults filter = new ConnectionFaults();
    for (java.util.logging.Logger writer : WRITERS) {
      if (writer.getFilter() == null) {
        writer.setFilter(filter);
      }
    }
  }

  /** Whether the other end closed the connection. */
  static boolean isClosed(@Nullable Throwable fault) {
    return causes(fault)
        .anyMatch(
            cause -> cause instanceof EOFException || cause instanceof ClosedChannelException);
  }

  @Override
  public boolean isLoggable(LogRecord written) {
    if (!isOfConnection(written.getThrown())) {
      return true;
    }
    long sofar = counted.incrementAndGet();
    long last = told.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE_NANOS && told.compareAndSet(last, now)) {
      counted.addAndGet(-sofar);
      LOG.info(
          "connections that ended too early or sent what is no HTTP, since last told: {}", sofar);
    }
    return false;
  }

  private static boolean isOfConnection(@Nullable Throwable fault) {
    return causes(fault)
        .anyMatch(
            cause ->
                isThrownBy(cause, PATH_READER)
                    || cause.getClass().getName().startsWith(NETWORK)
                    || cause instanceof IOException && isThrownBy(cause, NETWORK));
  }

  private static boolean isThrownBy(Throwable fault, String code) {
    StackTraceElement[] frames = fault.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith(code);
  }

  private static Stream<Throwable> causes(@Nullable Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause).limit(DEEPEST_CAUSE);
  }
}
