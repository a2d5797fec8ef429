package org.vouchseal.validation.jpa;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.approval.ToldCertificates;
import org.vouchseal.validation.enrolment.KnownOwners;
import org.vouchseal.validation.order.OrderStanding;

/** Certificates in table {@code told_certificate}. */
public final class JpaToldCertificates implements ToldCertificates, KnownOwners {

  private final Entities entities;

  public JpaToldCertificates(Entities entities) {
    this.entities = entities;
  }

  @Override
  public boolean addIfNew(OrderStanding.Certificate certificate, Reference reference, Instant now) {
    int added =
        entities
            .current()
            .createNativeQuery(
                "INSERT IGNORE INTO told_certificate (serial, reference, profile, not_after,"
                    + " told_at) VALUES (?1, ?2, ?3, ?4, ?5)")
            .setParameter(1, HexFormat.of().parseHex(certificate.serial().hex()))
            .setParameter(2, reference.value())
            .setParameter(3, certificate.profile())
            .setParameter(4, Columns.utc(certificate.notAfter()))
            .setParameter(5, Columns.utc(now))
            .executeUpdate();
    return added == 1;
  }

  @Override
  public Optional<OwnerId> ownerOf(SerialNumber certificate) {
    List<?> owners =
        entities
            .current()
            .createNativeQuery(
                "SELECT COALESCE(e.joins_owner, e.owner) FROM told_certificate t"
                    + " JOIN enrolment e ON e.id = t.reference WHERE t.serial = ?1")
            .setParameter(1, HexFormat.of().parseHex(certificate.hex()))
            .getResultList();
    return owners.stream().findFirst().map(owner -> new OwnerId((String) owner));
  }
}
