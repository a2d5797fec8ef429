package org.vouchseal.validation.jpa;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as native queries carry them: UTC without zone, in microseconds. */
final class Columns {

  private Columns() {}

  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  static Instant instant(Object column) {
    if (column instanceof LocalDateTime time) {
      return time.toInstant(ZoneOffset.UTC);
    }
    if (column instanceof Timestamp time) {
      return time.toLocalDateTime().toInstant(ZoneOffset.UTC);
    }
    throw new IllegalStateException("not a time: " + column.getClass());
  }
}
