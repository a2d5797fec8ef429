package org.vouchseal.issuing.cmp;

import java.time.Duration;
import org.vouchseal.model.runtime.Pace;

/**
 * How many messages a proved sender may send to one node.
 *
 * @param subscriber for who protects with an order's secret or with a certificate of ours
 * @param authority for a registration authority that speaks CMP, who sends for many
 */
public record PaceSettings(Pace subscriber, Pace authority) {

  /** 60 at once and one a second; 600 at once and 50 a second. */
  public static final PaceSettings DEFAULT =
      new PaceSettings(
          Pace.steady(60, Duration.ofSeconds(1)), Pace.steady(600, Duration.ofMillis(20)));
}
