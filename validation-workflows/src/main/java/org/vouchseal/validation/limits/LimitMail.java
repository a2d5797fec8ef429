package org.vouchseal.validation.limits;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.validation.Refusal;

/**
 * Lets a code be mailed only so often: per mailbox, network address, network range and mail domain,
 * in sliding windows.
 *
 * <p>A client on the machine itself is not counted by network address, since programs of the
 * operator and the reverse proxy share that address.
 */
public final class LimitMail {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final RateStore store;
  private final MailLimits limits;

  public LimitMail(RateStore store, MailLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * Counts one mail, or refuses it and counts nothing. Runs in the caller's transaction.
   *
   * @param client empty when it was not asked for over a network
   */
  public Optional<Refusal> countInTransaction(
      Mailbox mailbox, Optional<ClientAddress> client, Instant now) {
    SortedMap<String, List<Rule>> rules = rules(mailbox, client);
    Map<String, List<Instant>> seen = new LinkedHashMap<>();
    Optional<Duration> longest = Optional.empty();
    for (Map.Entry<String, List<Rule>> entry : rules.entrySet()) {
      List<Instant> times = recent(store.lockAndRead(entry.getKey(), now), now);
      seen.put(entry.getKey(), times);
      for (Rule rule : entry.getValue()) {
        Optional<Duration> own = rule.wait(times, now);
        Optional<Duration> before = longest;
        longest =
            own.filter(w -> before.filter(l -> l.compareTo(w) > 0).isEmpty()).or(() -> before);
      }
    }
    if (longest.isEmpty()) {
      seen.forEach((bucket, times) -> store.keep(bucket, plus(times, now)));
    }
    return longest.map(LimitMail::refusal);
  }

  /** Forgets what no window reaches any more. Runs in the caller's transaction. */
  public void forgetInTransaction(Instant now) {
    store.forgetUntouchedSince(now.minus(DAY));
  }

  /** By bucket in one order for everybody, so that two requests never wait for each other. */
  private SortedMap<String, List<Rule>> rules(Mailbox mailbox, Optional<ClientAddress> client) {
    SortedMap<String, List<Rule>> rules = new TreeMap<>();
    rules.put(
        bucket("mailbox", folded(mailbox)),
        List.of(new Rule(HOUR, limits.mailboxHourly()), new Rule(DAY, limits.mailboxDaily())));
    rules.put(bucket("domain", mailbox.domain()), List.of(new Rule(HOUR, limits.domainHourly())));
    client
        .filter(address -> !address.isLoopback())
        .ifPresent(
            address -> {
              rules.put(
                  bucket("host", address.host()), List.of(new Rule(HOUR, limits.hostHourly())));
              rules.put(
                  bucket("range", address.range()), List.of(new Rule(HOUR, limits.rangeHourly())));
            });
    return rules;
  }

  private static List<Instant> recent(List<Instant> times, Instant now) {
    return times.stream().filter(time -> time.isAfter(now.minus(DAY))).toList();
  }

  private static List<Instant> plus(List<Instant> times, Instant now) {
    List<Instant> all = new ArrayList<>(times);
    all.add(now);
    return all;
  }

  /** Variants that commonly reach one person; for counting only, never an identity. */
  static String folded(Mailbox mailbox) {
    String local = Normalizer.normalize(mailbox.localPart(), Normalizer.Form.NFKC);
    String lower = local.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    int tag = lower.indexOf('+');
    String untagged = tag > 0 ? lower.substring(0, tag) : lower;
    return untagged.replace(".", "") + "@" + mailbox.domain();
  }

  private static String bucket(String kind, String value) {
    return Sha256.hex((kind + ":" + value).getBytes(StandardCharsets.UTF_8));
  }

  private static Refusal refusal(Duration wait) {
    Duration rounded = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
    return Refusal.of(
            Problem.Kind.TOO_MANY,
            "too-many-mails",
            "no mail was sent",
            "too many codes were asked for this mailbox, its domain, or from this network",
            "wait " + rounded.toSeconds() + " seconds, then try again")
        .after(rounded);
  }

  /** At most {@code limit} mails in any {@code window}. */
  private record Rule(Duration window, int limit) {

    Optional<Duration> wait(List<Instant> times, Instant now) {
      List<Instant> inside =
          times.stream().filter(time -> time.isAfter(now.minus(window))).toList();
      return inside.size() < limit
          ? Optional.empty()
          : Optional.of(Duration.between(now, inside.get(inside.size() - limit).plus(window)));
    }
  }
}
