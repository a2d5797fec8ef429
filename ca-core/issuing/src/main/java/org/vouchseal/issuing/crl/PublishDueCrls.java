package org.vouchseal.issuing.crl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
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
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.ListOctets;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.audit.AuditEvent;

/**
 * Publishes the revocation lists of the S/MIME CA and the trust-services CA that are due; called
 * every second on every node, of which one holds the lease {@code crl}.
 *
 * <p>A list is due when there is none, when the last is a day old, and at once when something was
 * revoked that it does not carry or when a wrong clock made it begin in the future. It is published
 * by one transaction, whole or not at all. Its number is always greater than the last. A list that
 * would lose an entry before its time, or that a second implementation cannot verify, is not
 * published. However long it is, a few pieces of it are in the heap.
 */
public final class PublishDueCrls {

  private static final Logger LOG = LoggerFactory.getLogger(PublishDueCrls.class);

  private final CrlParts parts;
  private final CrlStore store;
  private final CrlSettings settings;
  private final DueLists dueLists;
  private final DraftCrl drafting;
  private final LostEntries lostEntries;
  private final Map<String, Instant> pausedUntil = new ConcurrentHashMap<>();

  PublishDueCrls(CrlParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.settings = parts.settings();
    this.dueLists = new DueLists(store, settings, parts.shards());
    this.drafting = new DraftCrl(store, parts.addresses(), settings, parts.clock());
    this.lostEntries = new LostEntries(parts.codec(), store);
  }

  /**
   * Publishes what is due, and tells what became of each list; the failure of one does not hold up
   * the others.
   */
  public List<CrlRun> run() {
    List<CrlRun> runs = new ArrayList<>();
    for (IssuingAuthority authority : parts.authorities()) {
      String issuer = authority.certificate().name();
      Instant now = parts.clock().instant();
      try {
        for (DueLists.Candidate list : parts.transactions().run(() -> dueLists.of(issuer, now))) {
          runs.add(run(authority, list));
        }
      } catch (RuntimeException e) {
        runs.add(failed(issuer, e));
      }
    }
    return runs;
  }

  private CrlRun run(IssuingAuthority authority, DueLists.Candidate list) {
    String name = list.scope().list();
    if (isPaused(name, parts.clock().instant())) {
      return new CrlRun(name, Result.NOT_DUE, "after a failure");
    }
    if (!list.due()) {
      return new CrlRun(name, Result.NOT_DUE, "complete");
    }
    try {
      OptionalLong fence = parts.right().take();
      return fence.isEmpty()
          ? new CrlRun(name, Result.HELD_ELSEWHERE, "")
          : publish(list.scope(), authority, fence.getAsLong());
    } catch (RuntimeException e) {
      return failed(name, e);
    } catch (IOException e) {
      return failed(name, new UncheckedIOException(e));
    }
  }

  private CrlRun failed(String list, RuntimeException e) {
    pausedUntil.put(list, parts.clock().instant().plus(settings.pauseAfterFailure()));
    LOG.error("the revocation list {} cannot be published", list, e);
    return new CrlRun(list, Result.FAILED, e.toString());
  }

  /** Never for longer than the pause, also when the clock has gone back since. */
  private boolean isPaused(String list, Instant now) {
    Instant until = pausedUntil.getOrDefault(list, Instant.EPOCH);
    return now.isBefore(until) && !now.isBefore(until.minus(settings.pauseAfterFailure()));
  }

  private CrlRun publish(CrlScope scope, IssuingAuthority authority, long fence)
      throws IOException {
    IssuerCertificate issuer = authority.certificate();
    SigningKey key = authority.key().get();
    try (CrlDraft draft = parts.transactions().run(() -> drafting.draft(scope, issuer, key))) {
      ListOctets tbs = parts.codec().toBeSigned(draft.fields(), draft.entries());
      ListOctets list = parts.signer().sign(tbs, key, issuer.subjectPublicKeyInfo());
      Optional<String> fault = fault(draft, list, key);
      if (fault.isPresent()) {
        return blocked(scope.list(), fault.get());
      }
      // long lists take long: what was not taken over meanwhile is ours for another minute
      boolean ours = parts.right().take().equals(OptionalLong.of(fence));
      parts.halt().reached("crl.before-publish");
      if (!ours || !parts.transactions().run(() -> publishInTransaction(draft, list, fence))) {
        return new CrlRun(scope.list(), Result.HELD_ELSEWHERE, "");
      }
      parts.halt().reached("crl.after");
      PublishedCrl crl = draft.crl();
      LOG.info("published list {} {} with {} entries", crl.list(), crl.number(), crl.entries());
      return new CrlRun(
          crl.list(), Result.PUBLISHED, crl.number() + ", " + crl.entries() + " entries");
    }
  }

  private CrlRun blocked(String list, String text) {
    pausedUntil.put(list, parts.clock().instant().plus(settings.pauseAfterFailure()));
    LOG.error("the revocation list {} is not published: {}", list, text);
    return new CrlRun(list, Result.BLOCKED, text);
  }

  private Optional<String> fault(CrlDraft draft, ListOctets list, SigningKey key)
      throws IOException {
    Optional<String> unverifiable;
    try (InputStream octets = list.open()) {
      unverifiable = parts.secondReading().fault(octets, draft.fields(), key.algorithm());
    }
    return unverifiable.or(
        () ->
            parts
                .transactions()
                .run(() -> firstLost(draft.scope(), list))
                .map(serial -> "the new list has lost " + serial + ", which has not expired"));
  }

  private Optional<SerialNumber> firstLost(CrlScope scope, ListOctets list) {
    return store.newest(scope.list()).flatMap(previous -> lostEntries.first(scope, previous, list));
  }

  private boolean publishInTransaction(CrlDraft draft, ListOctets list, long fence) {
    PublishedCrl crl = draft.crl();
    // first, since it locks: what is read before a lock may be old when the lock comes
    if (!parts.right().isCurrent(fence)) {
      return false;
    }
    boolean rises =
        store.newest(crl.list()).map(newest -> newest.number() < crl.number()).orElse(true);
    if (!rises) {
      return false;
    }
    String digest;
    try (InputStream octets = list.open()) {
      digest = store.insert(crl, octets, fence);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list " + crl.list(), e);
    }
    store.markPublished(draft.scope(), crl.number(), draft.fresh());
    parts
        .audit()
        .append(
            new AuditEvent(
                "crl.published",
                "system:crl",
                "crl:" + crl.list() + ":" + crl.number(),
                Map.of("entries", Long.toString(crl.entries()), "der", digest)));
    return true;
  }
}
