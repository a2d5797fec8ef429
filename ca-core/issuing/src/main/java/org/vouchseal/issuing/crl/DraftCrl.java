package org.vouchseal.issuing.crl;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CrlEntries;
import org.vouchseal.issuing.x509.CrlFields;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.IssuerCertificate;

/** Collects what the next list of a scope says. */
final class DraftCrl {

  private final CrlStore store;
  private final CertificateAddresses addresses;
  private final CrlSettings settings;
  private final Clock clock;

  DraftCrl(CrlStore store, CertificateAddresses addresses, CrlSettings settings, Clock clock) {
    this.store = store;
    this.addresses = addresses;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads everything in one snapshot; needs a transaction. The number is the time in milliseconds,
   * and always greater than the last.
   */
  CrlDraft draft(CrlScope scope, IssuerCertificate issuer, SigningKey key) {
    Optional<PublishedCrl> newest = store.newest(scope.list());
    Instant now = clock.instant();
    Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
    CrlFields fields =
        new CrlFields(
            issuer,
            key.algorithm(),
            Math.max(newest.map(PublishedCrl::number).orElse(0L) + 1, now.toEpochMilli()),
            thisUpdate,
            thisUpdate.plus(settings.lifetime()),
            scope.isFull() ? Optional.empty() : Optional.of(addresses.crl(scope.list())));
    // an entry leaves when a list made after its expiry has carried it (RFC 5280 §3.3); what a
    // clock ahead of its time took for expired comes back
    Instant previous = newest.map(PublishedCrl::thisUpdate).orElse(Instant.EPOCH);
    CrlDraft draft = new CrlDraft(scope, fields, CrlEntries.begin(), FreshEntries.begin());
    try {
      store.forEachEntry(scope, previous.isBefore(now) ? previous : now, draft.entries());
      store.forEachFresh(scope, draft.fresh());
      return draft;
    } catch (RuntimeException | Error fault) {
      draft.close();
      throw fault;
    }
  }
}
