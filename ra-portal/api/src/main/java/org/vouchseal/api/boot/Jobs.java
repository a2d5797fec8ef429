package org.vouchseal.api.boot;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.vouchseal.model.runtime.JobThreads;
import org.vouchseal.validation.boot.ValidationRoom;

/**
 * Runs the room's jobs on this node. Every job may run on all nodes at once; nothing is lost when a
 * node stops in the middle of one.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the field; the empty constructor is its proxy's
public class Jobs {

  @Resource private ManagedThreadFactory threads;
  private final ValidationRoom room;
  private JobThreads running;

  /** For the container's proxy only. */
  protected Jobs() {
    this.room = null;
  }

  @Inject
  public Jobs(ValidationRoom room) {
    this.room = room;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    running = JobThreads.start(threads, Clock.systemUTC(), room.jobs());
  }

  @PreDestroy
  void stop() {
    running.close();
  }

  /** The jobs that have not succeeded for too long, and for how long. */
  public Map<String, Duration> overdue() {
    return running.overdue();
  }
}
