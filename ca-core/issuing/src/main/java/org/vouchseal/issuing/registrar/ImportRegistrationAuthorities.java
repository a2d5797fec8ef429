package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes over the registration authorities that ceremony and administrators named, and disables
 * those that are named no more; done at every start, and again and again.
 */
public final class ImportRegistrationAuthorities {

  private static final String ACTOR = "system:pki-directory";

  private final Transactions transactions;
  private final RegistrationAuthorityStore store;
  private final AuditTrail audit;
  private final Clock clock;

  public ImportRegistrationAuthorities(
      Transactions transactions, RegistrationAuthorityStore store, AuditTrail audit, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** Imports them; repeating it, also at the same time on another node, changes nothing. */
  public void run(List<RegistrationAuthorityEntry> entries) {
    for (RegistrationAuthorityEntry entry : entries) {
      RegistrationAuthority authority = RegistrationAuthority.of(entry);
      try {
        importOne(authority);
      } catch (DuplicateKey anotherNodeWasFirst) {
        importOne(authority);
      }
    }
    Set<String> named =
        entries.stream().map(RegistrationAuthorityEntry::name).collect(Collectors.toSet());
    transactions.run(
        () -> store.enabled().stream().filter(n -> !named.contains(n)).forEach(this::disable));
  }

  private void disable(String name) {
    if (store.disable(name, clock.instant())) {
      audit.append(AuditEvent.of("ra.disabled", ACTOR, "ra:" + name));
    }
  }

  private void importOne(RegistrationAuthority authority) {
    transactions.run(
        () -> {
          Optional<RegistrationAuthority> known = store.findAndLock(authority.name());
          if (known.isPresent()
              && same(known.get(), authority)
              && store.isEnabled(authority.name())) {
            return;
          }
          store.put(authority);
          audit.append(
              new AuditEvent(
                  known.isPresent() ? "ra.changed" : "ra.registered",
                  ACTOR,
                  "ra:" + authority.name(),
                  facts(authority)));
        });
  }

  private static Map<String, String> facts(RegistrationAuthority authority) {
    return Map.of(
        "certificate", Sha256.hex(authority.certificate()),
        "tiers", sorted(authority.tiers().stream().map(Enum::name)),
        "mailDomains", sorted(authority.mailDomains().stream()),
        "dailyQuota", Integer.toString(authority.dailyQuota()),
        "encryptionCompat", Boolean.toString(authority.encryptionCompat()),
        "encryptionClient", Boolean.toString(authority.encryptionClient()),
        "speech", authority.speech().name(),
        "raVerified", Boolean.toString(authority.raVerified()));
  }

  private static String sorted(Stream<String> texts) {
    return texts.sorted().collect(Collectors.joining(","));
  }

  private static boolean same(RegistrationAuthority a, RegistrationAuthority b) {
    return Arrays.equals(a.certificate(), b.certificate())
        && a.tiers().equals(b.tiers())
        && a.mailDomains().equals(b.mailDomains())
        && a.dailyQuota() == b.dailyQuota()
        && a.encryptionCompat() == b.encryptionCompat()
        && a.encryptionClient() == b.encryptionClient()
        && a.speech() == b.speech()
        && a.raVerified() == b.raVerified();
  }
}
