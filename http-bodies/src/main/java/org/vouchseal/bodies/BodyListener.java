package org.vouchseal.bodies;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes a body as it comes. Payara calls back late, twice, in either order, and says that all is
 * finished when all has arrived, read or not (docs/traps.md); so what ends the body is decided here
 * and only once.
 */
final class BodyListener implements ReadListener {

  private static final int OCTETS_AT_ONCE = 4096;

  /** A callback that announces the end follows at once, or never. */
  private static final int END_FOLLOWS_MILLIS = 20;

  private final ServletInputStream in;
  private final ArrivingBody body;
  private final BodyRoom room;
  private final ScheduledExecutorService timer;
  private final Consumer<ArrivedBody> then;
  private boolean registering;
  private boolean ended;

  BodyListener(
      ServletInputStream in,
      ArrivingBody body,
      BodyRoom room,
      ScheduledExecutorService timer,
      Consumer<ArrivedBody> then) {
    this.in = in;
    this.body = body;
    this.room = room;
    this.timer = timer;
    this.then = then;
  }

  /** Begins to listen; the body may have ended since this was asked for. */
  synchronized void listen() {
    if (ended) {
      return;
    }
    registering = true;
    try {
      in.setReadListener(this);
    } catch (RuntimeException gone) {
      end(body.brokenOff(new IOException("the connection is gone", gone)));
    } finally {
      registering = false;
    }
  }

  @Override
  public synchronized void onDataAvailable() throws IOException {
    if (!in.isFinished()) {
      byte[] octets = new byte[OCTETS_AT_ONCE];
      while (!ended && in.isReady() && read(octets)) {
        // until nothing more is there
      }
      return;
    }
    readRest();
    if (registering) {
      end(body.arrived());
    } else if (!ended) {
      var unused =
          timer.schedule(() -> end(body.arrived()), END_FOLLOWS_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void onAllDataRead() throws IOException {
    readRest();
    end(body.arrived());
  }

  @Override
  public void onError(Throwable fault) {
    end(body.brokenOff(new IOException("the body did not arrive whole", fault)));
  }

  /** The time is over. */
  void timeOut() {
    end(body.brokenOff(new IOException("the body did not arrive in time")));
  }

  private void readRest() throws IOException {
    byte[] octets = new byte[OCTETS_AT_ONCE];
    while (!ended && in.available() > 0 && read(octets)) {
      // what has arrived
    }
  }

  private boolean read(byte[] octets) throws IOException {
    int length = in.read(octets);
    if (length < 0) {
      return false;
    }
    if (!room.hold(body.toKeep(length))) {
      end(body.brokenOff(new IOException("there is no room for the body")));
      return false;
    }
    boolean more = body.take(octets, length);
    if (!more) {
      end(body.arrived());
    }
    return more;
  }

  private synchronized void end(ArrivedBody arrived) {
    if (!ended) {
      ended = true;
      then.accept(arrived);
    }
  }
}
