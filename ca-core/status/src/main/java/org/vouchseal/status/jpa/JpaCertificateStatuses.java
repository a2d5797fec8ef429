package org.vouchseal.status.jpa;

import java.math.BigInteger;
import java.util.List;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.persistence.Entities;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.certificate.CertificateStatuses;

/** Reads the view {@code certificate_status} of issuing's schema. */
public final class JpaCertificateStatuses implements CertificateStatuses {

  private static final int MAX_SERIAL_BITS = 159;

  private final Entities entities;
  private final String view;

  /** From that schema. */
  public JpaCertificateStatuses(Entities entities, String issuingSchema) {
    this.entities = entities;
    this.view = Columns.schema(issuingSchema) + ".certificate_status";
  }

  @Override
  public CertificateStatus find(String issuer, BigInteger serial) {
    if (serial.signum() <= 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      return new CertificateStatus.Unknown();
    }
    List<?> rows =
        entities
            .current()
            .createNativeQuery(
                "SELECT 1, "
                    + Columns.MICROSECONDS_OF.formatted("revoked_at")
                    + ", reason FROM "
                    + view
                    + " WHERE issuer = ?1 AND serial = ?2")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .getResultList();
    return rows.isEmpty() ? new CertificateStatus.Unknown() : status((Object[]) rows.get(0));
  }

  private static CertificateStatus status(Object[] row) {
    if (row[1] == null) {
      return new CertificateStatus.Good();
    }
    int code = row[2] == null ? 0 : ((Number) row[2]).intValue();
    return new CertificateStatus.Revoked(
        Columns.instant(row[1]),
        RevocationReason.ofCode(code).orElse(RevocationReason.UNSPECIFIED));
  }
}
