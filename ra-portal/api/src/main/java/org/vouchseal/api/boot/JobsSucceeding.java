package org.vouchseal.api.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells under {@code /health} which job has not succeeded for too long, and for how long. */
@Readiness
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the field before any method runs
public class JobsSucceeding implements HealthCheck {

  @Inject private Jobs jobs;

  @Override
  public HealthCheckResponse call() {
    Map<String, Duration> overdue = jobs.overdue();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("ra-jobs").status(overdue.isEmpty());
    overdue.forEach(
        (name, since) -> answer.withData(name, "no success for " + since.toSeconds() + " s"));
    return answer.build();
  }
}
