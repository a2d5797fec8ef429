package org.vouchseal.issuing.crl;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.SecondReading;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * Publishes the revocation lists of the S/MIME CA and the trust-services CA that are due; called
 * every second on every node, of which one holds the lease {@code crl}.
 *
 * <p>A list is due when there is none, when the last is a day old, and at once when something was
 * revoked that it does not carry or when a wrong clock made it begin in the future. It is published
 * by one transaction, whole or not at all. Its number is the time in milliseconds, and always
 * greater than the last. A list that would lose an entry before its time, or that a second
 * implementation cannot verify, is not published.
 */
public final class PublishDueCrls {

  private static final Logger LOG = LoggerFactory.getLogger(PublishDueCrls.class);

  /** Between nodes. A list from further ahead was made by a clock that was wrong. */
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

  private final List<IssuingAuthority> authorities;
  private final CrlStore store;
  private final CrlCodec codec;
  private final LostEntries lostEntries;
  private final TbsSigner signer;
  private final SecondReading secondReading;
  private final PublishingRight right;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final HaltPoint halt;
  private final CrlSettings settings;
  private final Map<String, Instant> pausedUntil = new ConcurrentHashMap<>();

  public PublishDueCrls(
      List<IssuingAuthority> authorities,
      CrlStore store,
      CrlCodec codec,
      TbsSigner signer,
      SecondReading secondReading,
      PublishingRight right,
      Transactions transactions,
      AuditTrail audit,
      Clock clock,
      HaltPoint halt,
      CrlSettings settings) {
    this.authorities = List.copyOf(authorities);
    this.store = store;
    this.codec = codec;
    this.lostEntries = new LostEntries(codec, store);
    this.signer = signer;
    this.secondReading = secondReading;
    this.right = right;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.halt = halt;
    this.settings = settings;
  }

  /**
   * Publishes what is due, and tells what became of each CA's list; the failure of one CA does not
   * hold up the other.
   */
  public List<CrlRun> run() {
    List<CrlRun> runs = new ArrayList<>();
    for (IssuingAuthority authority : authorities) {
      runs.add(run(authority));
    }
    return runs;
  }

  private CrlRun run(IssuingAuthority authority) {
    String issuer = authority.certificate().name();
    Instant now = clock.instant();
    if (isPaused(issuer, now)) {
      return new CrlRun(issuer, Result.NOT_DUE, "after a failure");
    }
    try {
      if (!transactions.run(() -> isDue(issuer, now))) {
        return new CrlRun(issuer, Result.NOT_DUE, "complete");
      }
      OptionalLong fence = right.take();
      return fence.isEmpty()
          ? new CrlRun(issuer, Result.HELD_ELSEWHERE, "")
          : publish(authority, fence.getAsLong());
    } catch (RuntimeException e) {
      pausedUntil.put(issuer, now.plus(settings.pauseAfterFailure()));
      LOG.error("the revocation list of {} cannot be published", issuer, e);
      return new CrlRun(issuer, Result.FAILED, e.toString());
    }
  }

  /** Never for longer than the pause, also when the clock has gone back since. */
  private boolean isPaused(String issuer, Instant now) {
    Instant until = pausedUntil.getOrDefault(issuer, Instant.EPOCH);
    return now.isBefore(until) && !now.isBefore(until.minus(settings.pauseAfterFailure()));
  }

  private boolean isDue(String issuer, Instant now) {
    Optional<PublishedCrl> newest = store.newest(issuer);
    return newest.isEmpty()
        || newest.get().thisUpdate().isAfter(now.plus(CLOCKS_MAY_DIFFER))
        || !now.isBefore(newest.get().thisUpdate().plus(settings.interval()))
        || store.hasUnpublished(issuer);
  }

  private CrlRun publish(IssuingAuthority authority, long fence) {
    IssuerCertificate certificate = authority.certificate();
    String issuer = certificate.name();
    SigningKey key = authority.key().get();
    CrlPlan plan = transactions.run(() -> plan(certificate, key));
    byte[] der = signer.sign(plan.tbs(), key, certificate.subjectPublicKeyInfo());
    Optional<String> fault =
        secondReading
            .fault(der, certificate, key.algorithm())
            .or(() -> transactions.run(() -> firstLost(issuer, der)).map(PublishDueCrls::lost));
    if (fault.isPresent()) {
      pausedUntil.put(issuer, clock.instant().plus(settings.pauseAfterFailure()));
      String text = fault.get();
      LOG.error("the revocation list of {} is not published: {}", issuer, text);
      return new CrlRun(issuer, Result.BLOCKED, text);
    }
    halt.reached("crl.before-publish");
    boolean published = transactions.run(() -> publishInTransaction(plan, der, fence));
    if (!published) {
      return new CrlRun(issuer, Result.HELD_ELSEWHERE, "");
    }
    halt.reached("crl.after");
    PublishedCrl crl = plan.crl();
    LOG.info("published list {} of {} with {} entries", crl.number(), issuer, crl.entries());
    return new CrlRun(issuer, Result.PUBLISHED, crl.number() + ", " + crl.entries() + " entries");
  }

  private CrlPlan plan(IssuerCertificate issuer, SigningKey key) {
    Optional<PublishedCrl> newest = store.newest(issuer.name());
    Instant now = clock.instant();
    Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
    Instant nextUpdate = thisUpdate.plus(settings.lifetime());
    long number = Math.max(newest.map(PublishedCrl::number).orElse(0L) + 1, now.toEpochMilli());
    // an entry leaves when a list made after its expiry has carried it (RFC 5280 §3.3); what a
    // clock ahead of its time took for expired comes back
    Instant previous = newest.map(PublishedCrl::thisUpdate).orElse(Instant.EPOCH);
    Instant expiredBefore = previous.isBefore(now) ? previous : now;
    List<SerialNumber> fresh = new ArrayList<>();
    long[] count = new long[1];
    store.forEachEntry(
        issuer.name(),
        expiredBefore,
        entry -> {
          count[0]++;
          if (entry.fresh()) {
            fresh.add(entry.serial());
          }
        });
    byte[] tbs =
        codec.toBeSigned(
            issuer,
            key.algorithm(),
            number,
            thisUpdate,
            nextUpdate,
            consumer -> store.forEachEntry(issuer.name(), expiredBefore, consumer));
    return new CrlPlan(
        new PublishedCrl(issuer.name(), number, thisUpdate, nextUpdate, count[0]), tbs, fresh);
  }

  private static String lost(SerialNumber serial) {
    return "the new list has lost " + serial + ", which has not expired";
  }

  private Optional<SerialNumber> firstLost(String issuer, byte[] der) {
    return store.newest(issuer).flatMap(previous -> lostEntries.first(previous, der));
  }

  private boolean publishInTransaction(CrlPlan plan, byte[] der, long fence) {
    PublishedCrl crl = plan.crl();
    boolean rises =
        store.newest(crl.issuer()).map(newest -> newest.number() < crl.number()).orElse(true);
    if (!right.isCurrent(fence) || !rises) {
      return false;
    }
    String digest = Sha256.hex(der);
    store.insert(crl, der, digest, fence);
    store.markPublished(crl, plan.fresh());
    audit.append(
        new AuditEvent(
            "crl.published",
            "system:crl",
            "crl:" + crl.issuer() + ":" + crl.number(),
            Map.of("entries", Long.toString(crl.entries()), "der", digest)));
    return true;
  }
}
