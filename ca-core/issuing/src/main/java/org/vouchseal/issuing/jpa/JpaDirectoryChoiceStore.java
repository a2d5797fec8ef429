package org.vouchseal.issuing.jpa;

import jakarta.persistence.Query;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.vouchseal.issuing.registrar.DirectoryChoiceStore;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;

/** Wishes in {@code directory_choice}. */
public final class JpaDirectoryChoiceStore implements DirectoryChoiceStore {

  private static final String UPDATE =
      "UPDATE directory_choice SET listed = ?3, reference = ?4, signed_at = ?5"
          + " WHERE owner = ?1 AND mailbox = ?2 AND signed_at <= ?5";
  private static final String INSERT =
      "INSERT INTO directory_choice (owner, mailbox, listed, reference, signed_at)"
          + " VALUES (?1, ?2, ?3, ?4, ?5)";
  private static final String KNOWN =
      "SELECT 1 FROM directory_choice WHERE owner = ?1 AND mailbox = ?2";

  private final Entities entities;

  public JpaDirectoryChoiceStore(Entities entities) {
    this.entities = entities;
  }

  /** Updates first: an INSERT that may turn into an update needs the right to change the key. */
  @Override
  public void keepNewest(
      OwnerId owner, Mailbox mailbox, boolean listed, Reference reference, Instant signedAt) {
    LocalDateTime at = LocalDateTime.ofInstant(signedAt, ZoneOffset.UTC);
    int renewed = row(UPDATE, owner, mailbox, listed, reference, at).executeUpdate();
    if (renewed == 0 && query(KNOWN, owner, mailbox).getResultList().isEmpty()) {
      int unusedCount = row(INSERT, owner, mailbox, listed, reference, at).executeUpdate();
    }
  }

  private Query row(
      String sql,
      OwnerId owner,
      Mailbox mailbox,
      boolean listed,
      Reference reference,
      LocalDateTime at) {
    return query(sql, owner, mailbox)
        .setParameter(3, listed)
        .setParameter(4, reference.value())
        .setParameter(5, at);
  }

  private Query query(String sql, OwnerId owner, Mailbox mailbox) {
    return entities
        .current()
        .createNativeQuery(sql)
        .setParameter(1, owner.value())
        .setParameter(2, mailbox.address());
  }
}
