package org.vouchseal.status.jpa;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.persistence.Entities;
import org.vouchseal.status.directory.OfferedCertificates;

/** Reads the view {@code issuing.offered_encryption_certificate}. */
public final class JpaOfferedCertificates implements OfferedCertificates {

  private final Entities entities;

  public JpaOfferedCertificates(Entities entities) {
    this.entities = entities;
  }

  @Override
  public List<byte[]> find(Mailbox mailbox, Instant at) {
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT der FROM issuing.offered_encryption_certificate"
                    + " WHERE mailbox = ?1 AND not_before <= ?2 AND not_after >= ?2"
                    + " ORDER BY not_before DESC, id DESC LIMIT 1")
            .setParameter(1, mailbox.address())
            .setParameter(2, LocalDateTime.ofInstant(at, ZoneOffset.UTC))
            .getResultList();
    return found.stream().map(byte[].class::cast).toList();
  }
}
