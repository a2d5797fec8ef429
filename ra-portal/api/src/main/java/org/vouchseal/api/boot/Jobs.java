package org.vouchseal.api.boot;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.validation.boot.ValidationRoom;

/**
 * Runs the room's jobs on this node. Every job may run on all nodes at once; nothing is lost when a
 * node stops in the middle of one.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the field; the empty constructor is its proxy's
public class Jobs {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  @Resource private ManagedScheduledExecutorService scheduler;

  private final ValidationRoom room;
  private final List<ScheduledFuture<?>> running = new ArrayList<>();

  /** For the container's proxy only. */
  protected Jobs() {
    this.room = null;
  }

  @Inject
  public Jobs(ValidationRoom room) {
    this.room = room;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    every(Duration.ofSeconds(1), "mail", () -> room.deliverMail().run());
    every(Duration.ofSeconds(2), "orders", () -> room.followOrders().run());
    every(Duration.ofMinutes(1), "expiry", () -> room.expireEnrolments().run());
    every(Duration.ofHours(1), "tidying", room::tidyUp);
  }

  @PreDestroy
  void stop() {
    running.forEach(job -> job.cancel(false));
  }

  private void every(Duration pause, String name, Runnable job) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            () -> guarded(name, job), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** A job that throws would never run again. */
  private static void guarded(String name, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException fault) {
      LOG.error("the job {} failed and will be repeated", name, fault);
    }
  }
}
