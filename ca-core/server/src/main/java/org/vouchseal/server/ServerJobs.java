package org.vouchseal.server;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.keyservice.boot.BackgroundWork;

/** Runs what falls due, on every node; leases in the rooms see to it that one node does it. */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the fields before any method runs
public class ServerJobs {

  private static final Logger LOG = LoggerFactory.getLogger(ServerJobs.class);

  @Resource private ManagedScheduledExecutorService executor;
  @Resource private ManagedThreadFactory threads;
  @Inject private CaRooms rooms;

  private BackgroundWork keyServiceWork;

  void start(@Observes Startup event) {
    keyServiceWork = rooms.keyService().startBackgroundWork(threads);
    every(1, TimeUnit.SECONDS, "due work", rooms::runDue);
    every(60, TimeUnit.SECONDS, "responder renewal", rooms::renewResponders);
  }

  void stop(@Observes Shutdown event) {
    keyServiceWork.close();
  }

  private void every(long period, TimeUnit unit, String name, Runnable job) {
    var unusedFuture =
        executor.scheduleWithFixedDelay(() -> guarded(name, job), period, period, unit);
  }

  /** A job that throws would never run again. */
  private static void guarded(String name, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException fault) {
      LOG.error("{} failed and will be tried again", name, fault);
    }
  }
}
