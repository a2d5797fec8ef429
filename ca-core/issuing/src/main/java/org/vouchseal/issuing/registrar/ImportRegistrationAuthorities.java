package org.vouchseal.issuing.registrar;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/** Takes over the registration authorities that the ceremony named; done at every start. */
public final class ImportRegistrationAuthorities {

  private final Transactions transactions;
  private final RegistrationAuthorityStore store;
  private final AuditTrail audit;

  public ImportRegistrationAuthorities(
      Transactions transactions, RegistrationAuthorityStore store, AuditTrail audit) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
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
  }

  private void importOne(RegistrationAuthority authority) {
    transactions.run(
        () -> {
          Optional<RegistrationAuthority> known = store.findAndLock(authority.name());
          if (known.isPresent() && same(known.get(), authority)) {
            return;
          }
          store.put(authority);
          audit.append(
              new AuditEvent(
                  known.isPresent() ? "ra.changed" : "ra.registered",
                  "system:ceremony",
                  "ra:" + authority.name(),
                  Map.of(
                      "tiers",
                          String.join(
                              ",", authority.tiers().stream().map(Enum::name).sorted().toList()),
                      "dailyQuota", Integer.toString(authority.dailyQuota()),
                      "encryptionCompat", Boolean.toString(authority.encryptionCompat()))));
        });
  }

  private static boolean same(RegistrationAuthority a, RegistrationAuthority b) {
    return Arrays.equals(a.certificate(), b.certificate())
        && a.tiers().equals(b.tiers())
        && a.mailDomains().equals(b.mailDomains())
        && a.dailyQuota() == b.dailyQuota()
        && a.encryptionCompat() == b.encryptionCompat();
  }
}
