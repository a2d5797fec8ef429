package org.vouchseal.issuing.jpa;

import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.issuing.registrar.RegistrationAuthorityStore;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.directory.RegistrationAuthorityEntry.Speech;
import org.vouchseal.persistence.Entities;
import org.vouchseal.persistence.SqlStatements;

/** Registration authorities in the table {@code registration_authority}. */
public final class JpaRegistrationAuthorityStore implements RegistrationAuthorityStore {

  private final Entities entities;
  private final SqlStatements statements;
  private final Clock clock;

  public JpaRegistrationAuthorityStore(Entities entities, Clock clock) {
    this.entities = entities;
    this.statements = new SqlStatements(entities);
    this.clock = clock;
  }

  @Override
  public Optional<RegistrationAuthority> findAndLock(String name) {
    return locked(name).map(JpaRegistrationAuthorityStore::authority);
  }

  @Override
  public boolean isEnabled(String name) {
    return statements.any(
        "SELECT 1 FROM registration_authority WHERE name = ? AND disabled_at IS NULL", name);
  }

  @Override
  public boolean isEnabledAndLock(String name) {
    return locked(name).filter(row -> row.disabledAt == null).isPresent();
  }

  private Optional<RegistrarAuthorityRow> locked(String name) {
    return Optional.ofNullable(
        entities.current().find(RegistrarAuthorityRow.class, name, LockModeType.PESSIMISTIC_WRITE));
  }

  @Override
  public List<String> enabled() {
    return entities
        .current()
        .createQuery(
            "SELECT r.name FROM RegistrarAuthorityRow r WHERE r.disabledAt IS NULL"
                + " ORDER BY r.name",
            String.class)
        .getResultList();
  }

  @Override
  public boolean disable(String name, Instant at) {
    return entities
            .current()
            .createQuery(
                "UPDATE RegistrarAuthorityRow r SET r.disabledAt = :at"
                    + " WHERE r.name = :name AND r.disabledAt IS NULL")
            .setParameter("at", at)
            .setParameter("name", name)
            .executeUpdate()
        == 1;
  }

  @Override
  public void put(RegistrationAuthority authority) {
    RegistrarAuthorityRow row = new RegistrarAuthorityRow();
    row.name = authority.name();
    row.certificate = authority.certificate();
    row.tiers =
        authority.tiers().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    row.mailDomains = String.join(",", new TreeSet<>(authority.mailDomains()));
    row.dailyQuota = authority.dailyQuota();
    row.encryptionCompat = authority.encryptionCompat();
    row.encryptionClient = authority.encryptionClient();
    row.speech = authority.speech().name();
    row.raVerified = authority.raVerified();
    row.importedAt = clock.instant();
    RegistrarAuthorityRow unusedMerged = entities.current().merge(row);
    entities.current().flush();
  }

  private static RegistrationAuthority authority(RegistrarAuthorityRow row) {
    Set<AssuranceTier> tiers =
        List.of(row.tiers.split(",")).stream()
            .map(AssuranceTier::valueOf)
            .collect(Collectors.toSet());
    return new RegistrationAuthority(
        row.name,
        Speech.valueOf(row.speech),
        row.certificate,
        tiers,
        Set.of(row.mailDomains.split(",")),
        row.dailyQuota,
        row.encryptionCompat,
        row.encryptionClient,
        row.raVerified);
  }
}
