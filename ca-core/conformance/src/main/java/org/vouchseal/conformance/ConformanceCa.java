package org.vouchseal.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.assembly.CaParts;
import org.vouchseal.assembly.CaRooms;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.issuing.boot.IssuingRules;
import org.vouchseal.issuing.boot.IssuingSettings;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.issuing.cmp.CmpRules;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.cmp.PaceSettings;
import org.vouchseal.keyservice.boot.KeyServiceRules;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.messages.cmp.MacLimits;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.model.runtime.Pace;
import org.vouchseal.status.http.DownloadEndpoint;
import org.vouchseal.status.http.OcspEndpoint;

/**
 * The CA for outside suites, put together: the rooms of the product over schemas and tokens of its
 * own, by rules of its own.
 *
 * @param cmp answers at once
 * @param waiting lets requests wait first
 * @param jobs what falls due without being asked
 */
public record ConformanceCa(
    CmpResponder cmp,
    CmpResponder waiting,
    DownloadEndpoint downloads,
    OcspEndpoint ocsp,
    List<Job> jobs) {

  private static final int MOST_ITERATIONS = 300_000;
  private static final int POOL = 2;
  private static final MacLimits MACS = MacLimits.iterations(100, MOST_ITERATIONS);

  private static final CmpRules CMP =
      new CmpRules(
          new FreeNames(),
          new EveryRoute(),
          (route, order, known, now) -> Optional.empty(),
          new NamedBySender(),
          MACS);

  private static final Pace ANY = Pace.steady(1_000_000, Duration.ofMillis(1));
  private static final PaceSettings UNHURRIED = new PaceSettings(ANY, ANY);

  /** Short waits, and failures without end: a suite sends wrong MACs by the dozen. */
  private static final CmpSettings DOOR =
      new CmpSettings(
          CmpSettings.DEFAULT.maxBody(),
          Duration.ofSeconds(15),
          CmpSettings.DEFAULT.retryWindow(),
          Duration.ofSeconds(2),
          Duration.ofDays(1),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          CmpSettings.DEFAULT.largestLists(),
          UNHURRIED);

  /** By what issuing decides here. */
  public static final IssuingSettings ISSUING =
      IssuingSettings.DEFAULT.with(
          new IssuingRules(
              SignersReceiveKeys.profiles(),
              SignersReceiveKeys.lint(),
              CMP,
              BelievedNames::new,
              running -> new EndlessUses()),
          DOOR);

  /** By what the key service decides here. */
  public static final KeyServiceSettings KEY_SERVICE =
      KeyServiceSettings.defaults()
          .withPoolLevel(POOL)
          .with(
              new KeyServiceRules(
                  new EveryDelivery(),
                  (certificate, order) -> Optional.empty(),
                  new NamedBySender()),
              MACS);

  private static final Duration RENEWAL = Duration.ofHours(1);

  public ConformanceCa {
    jobs = List.copyOf(jobs);
  }

  /**
   * Puts it together and orders what is asked for under {@code secret}.
   *
   * @param parts with {@link #ISSUING} and {@link #KEY_SERVICE}
   * @param registrationAuthority token with the order key of the registration authority
   * @param secret kept until the end
   * @param wait how long requests to {@link #waiting} wait
   */
  public static ConformanceCa assemble(
      CaParts parts, Token registrationAuthority, MacSecret secret, Duration wait) {
    CaRooms rooms = CaRooms.assemble(parts);
    StandingOrder order =
        new StandingOrder(
            rooms.issuing().registrar().registrar(),
            parts.issuing().transactions(),
            new OrderDocuments(
                registrationAuthority.signing(KeyPurpose.RA_ORDER), parts.providers()),
            parts.directory(),
            secret,
            parts.clock(),
            parts.random());
    order.renew();
    List<Job> jobs = new ArrayList<>(rooms.jobs());
    jobs.add(Job.of("standing order", RENEWAL, order::renew));
    CmpResponder cmp = rooms.issuing().registrar().cmp();
    return new ConformanceCa(
        cmp,
        cmp.with(CMP.awaiting(new ApprovesItself(wait))),
        rooms.status().downloads(),
        rooms.status().ocsp(),
        jobs);
  }
}
