package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code registration_authority}. */
@Entity
@Table(name = "registration_authority")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarAuthorityRow {

  @Id
  @Column(name = "name")
  String name;

  @Column(name = "certificate", nullable = false)
  byte[] certificate;

  @Column(name = "tiers", nullable = false)
  String tiers;

  @Column(name = "mail_domains", nullable = false)
  String mailDomains;

  @Column(name = "daily_quota", nullable = false)
  int dailyQuota;

  @Column(name = "encryption_compat", nullable = false)
  boolean encryptionCompat;

  @Column(name = "encryption_client", nullable = false)
  boolean encryptionClient;

  @Column(name = "speech", nullable = false)
  String speech;

  @Column(name = "ra_verified", nullable = false)
  boolean raVerified;

  @Column(name = "imported_at", nullable = false)
  Instant importedAt;

  @Column(name = "disabled_at")
  @Nullable Instant disabledAt;

  protected RegistrarAuthorityRow() {}
}
