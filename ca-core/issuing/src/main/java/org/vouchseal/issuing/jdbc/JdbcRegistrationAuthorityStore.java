package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Registration authorities in the table {@code registration_authority}. */
public final class JdbcRegistrationAuthorityStore implements RegistrationAuthorityStore {

  private static final String UPDATE =
      "UPDATE registration_authority SET certificate = ?, tiers = ?, mail_domains = ?,"
          + " daily_quota = ?, encryption_compat = ?, encryption_client = ?, speech = ?,"
          + " ra_verified = ?, imported_at = ?, disabled_at = NULL WHERE name = ?";
  private static final String INSERT =
      "INSERT INTO registration_authority (certificate, tiers, mail_domains, daily_quota,"
          + " encryption_compat, encryption_client, speech, ra_verified, imported_at, name)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final SqlStatements statements;
  private final Clock clock;

  public JdbcRegistrationAuthorityStore(RunningConnection running, Clock clock) {
    this.statements = new SqlStatements(running);
    this.clock = clock;
  }

  @Override
  public Optional<RegistrationAuthority> findAndLock(String name) {
    return statements.first(
        "SELECT name, speech, certificate, tiers, mail_domains, daily_quota, encryption_compat,"
            + " encryption_client, ra_verified FROM registration_authority WHERE name = ?"
            + " FOR UPDATE",
        JdbcRegistrationAuthorityStore::authority,
        name);
  }

  @Override
  public boolean isEnabled(String name) {
    return statements.any(
        "SELECT 1 FROM registration_authority WHERE name = ? AND disabled_at IS NULL", name);
  }

  @Override
  public boolean isEnabledAndLock(String name) {
    return statements.any(
        "SELECT 1 FROM registration_authority WHERE name = ? AND disabled_at IS NULL FOR UPDATE",
        name);
  }

  @Override
  public List<String> enabled() {
    return statements.all(
        "SELECT name FROM registration_authority WHERE disabled_at IS NULL ORDER BY name",
        row -> row.getString(1));
  }

  @Override
  public boolean disable(String name, Instant at) {
    return statements.update(
            "UPDATE registration_authority SET disabled_at = ?"
                + " WHERE name = ? AND disabled_at IS NULL",
            at,
            name)
        == 1;
  }

  @Override
  public void put(RegistrationAuthority authority) {
    Object[] values = values(authority);
    if (statements.update(UPDATE, values) == 0) {
      int unusedOne = statements.update(INSERT, values);
    }
  }

  /** In the order of both statements. */
  private Object[] values(RegistrationAuthority authority) {
    return new Object[] {
      authority.certificate(),
      authority.tiers().stream().map(Enum::name).sorted().collect(Collectors.joining(",")),
      String.join(",", new TreeSet<>(authority.mailDomains())),
      authority.dailyQuota(),
      authority.encryptionCompat(),
      authority.encryptionClient(),
      authority.speech().name(),
      authority.raVerified(),
      clock.instant(),
      authority.name()
    };
  }

  private static RegistrationAuthority authority(ResultSet row) throws SQLException {
    Set<AssuranceTier> tiers =
        List.of(row.getString(4).split(",")).stream()
            .map(AssuranceTier::valueOf)
            .collect(Collectors.toSet());
    return new RegistrationAuthority(
        row.getString(1),
        Speech.valueOf(row.getString(2)),
        row.getBytes(3),
        tiers,
        Set.of(row.getString(5).split(",")),
        row.getInt(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getBoolean(9));
  }
}
