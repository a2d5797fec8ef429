package org.vouchseal.keyservice.boot;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.keyservice.pool.FillPool;
import org.vouchseal.keyservice.secret.EraseOrderSecret;

/**
 * One daemon thread of the lowest priority that keeps the pool filled and wipes expired secrets. A
 * fault is logged and tried again later; it never ends the thread.
 */
public final class BackgroundWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
  private static final long IDLE_SECONDS = 1;
  private static final long AFTER_FAULT_SECONDS = 10;
  private static final int ROUNDS_BETWEEN_WIPES = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final FillPool fillPool;
  private final EraseOrderSecret eraseOrderSecret;
  private int rounds;

  private BackgroundWork(FillPool fillPool, EraseOrderSecret eraseOrderSecret) {
    this.fillPool = fillPool;
    this.eraseOrderSecret = eraseOrderSecret;
  }

  static BackgroundWork start(
      ThreadFactory threads, FillPool fillPool, EraseOrderSecret eraseOrderSecret) {
    BackgroundWork work = new BackgroundWork(fillPool, eraseOrderSecret);
    Thread thread = threads.newThread(work::run);
    thread.setName("keyservice-background");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    return work;
  }

  /** Ends the work after the step that is being done; does not wait for it. */
  @Override
  public void close() {
    ended.countDown();
  }

  private void run() {
    long pause = 0;
    while (!endedWithin(pause)) {
      pause = round();
    }
  }

  private long round() {
    try {
      if (rounds++ % ROUNDS_BETWEEN_WIPES == 0) {
        eraseOrderSecret.eraseExpired();
      }
      return fillPool.step() ? 0 : IDLE_SECONDS;
    } catch (RuntimeException fault) {
      LOG.warn("the background work of the key service failed and will be tried again", fault);
      return AFTER_FAULT_SECONDS;
    }
  }

  private boolean endedWithin(long seconds) {
    try {
      return ended.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
