package org.vouchseal.server;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.model.runtime.JobThreads;

/**
 * Runs what falls due, on every node. Leases see to it that one node publishes lists, fills the key
 * pool and renews responders; the other jobs may run on several nodes, and the change of state in
 * the database decides between them.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the fields before any method runs
public class ServerJobs {

  @Resource private ManagedThreadFactory threads;
  @Inject private CaRooms rooms;
  private JobThreads running;

  void start(@Observes Startup event) {
    running = JobThreads.start(threads, Clock.systemUTC(), rooms.jobs());
  }

  void stop(@Observes Shutdown event) {
    running.close();
  }

  /** The jobs that have not succeeded for too long, and for how long. */
  public Map<String, Duration> overdue() {
    return running.overdue();
  }
}
