package org.vouchseal.status.jpa;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.vouchseal.persistence.Entities;
import org.vouchseal.status.download.PublishedCrl;
import org.vouchseal.status.download.PublishedCrls;

/**
 * Reads the view {@code published_crl} of issuing's schema, whose lists stand in parts. All reads
 * of one transaction see the same list, also while a newer one is published.
 */
public final class JpaPublishedCrls implements PublishedCrls {

  private final Entities entities;
  private final String view;

  /** From that schema. */
  public JpaPublishedCrls(Entities entities, String issuingSchema) {
    this.entities = entities;
    this.view = Columns.schema(issuingSchema) + ".published_crl";
  }

  @Override
  public OptionalLong newestNumber(String list) {
    return rows("crl_number", list, 0)
        .findFirst()
        .map(number -> OptionalLong.of(((Number) number).longValue()))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public Optional<PublishedCrl> newest(String list, Consumer<byte[]> parts) {
    String columns =
        "crl_number, " + Columns.MICROSECONDS_OF.formatted("this_update") + ", octets, digest";
    Optional<PublishedCrl> found =
        rows(columns, list, 0).findFirst().map(row -> published((Object[]) row));
    if (found.isPresent()) {
      Optional<byte[]> bytes = part(list, 0);
      for (int part = 1; bytes.isPresent(); part++) {
        parts.accept(bytes.get());
        bytes = part(list, part);
      }
    }
    return found;
  }

  private static PublishedCrl published(Object[] row) {
    return new PublishedCrl(
        ((Number) row[0]).longValue(),
        Columns.instant(row[1]),
        ((Number) row[2]).longValue(),
        (String) row[3]);
  }

  private Optional<byte[]> part(String list, int part) {
    return rows("bytes", list, part).findFirst().map(bytes -> (byte[]) bytes);
  }

  private java.util.stream.Stream<?> rows(String columns, String list, int part) {
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT " + columns + " FROM " + view + " WHERE issuer = ?1 AND part = ?2")
            .setParameter(1, list)
            .setParameter(2, part)
            .getResultList();
    return found.stream();
  }
}
