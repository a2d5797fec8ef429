package org.vouchseal.status.jpa;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vouchseal.persistence.Entities;
import org.vouchseal.status.download.PublishedCrl;
import org.vouchseal.status.download.PublishedCrls;

/** Reads the view {@code published_crl} of issuing's schema, whose lists stand in parts. */
public final class JpaPublishedCrls implements PublishedCrls {

  private final Entities entities;
  private final String view;

  /** From that schema. */
  public JpaPublishedCrls(Entities entities, String issuingSchema) {
    this.entities = entities;
    this.view = Columns.schema(issuingSchema) + ".published_crl";
  }

  @Override
  public OptionalLong newestNumber(String issuer) {
    @Nullable Object number =
        entities
            .current()
            .createNativeQuery("SELECT MAX(crl_number) FROM " + view + " WHERE issuer = ?1")
            .setParameter(1, issuer)
            .getSingleResult();
    return number == null ? OptionalLong.empty() : OptionalLong.of(((Number) number).longValue());
  }

  @Override
  public Optional<PublishedCrl> newest(String issuer) {
    List<?> rows =
        entities
            .current()
            .createNativeQuery(
                "SELECT crl_number, "
                    + Columns.MICROSECONDS_OF.formatted("this_update")
                    + ", "
                    + Columns.MICROSECONDS_OF.formatted("next_update")
                    + ", bytes FROM "
                    + view
                    + " WHERE issuer = ?1 ORDER BY part")
            .setParameter(1, issuer)
            .getResultList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    rows.forEach(row -> whole.writeBytes((byte[]) ((Object[]) row)[3]));
    Object[] first = (Object[]) rows.get(0);
    return Optional.of(
        new PublishedCrl(
            ((Number) first[0]).longValue(),
            Columns.instant(first[1]),
            Columns.instant(first[2]),
            whole.toByteArray()));
  }
}
