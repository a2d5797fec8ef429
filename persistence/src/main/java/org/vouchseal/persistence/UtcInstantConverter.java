package org.vouchseal.persistence;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants as {@code DATETIME(6)} in UTC, cut to microseconds; null stays null. */
@Converter(autoApply = true)
public final class UtcInstantConverter implements AttributeConverter<Instant, LocalDateTime> {

  @Override
  @SuppressWarnings("NullAway") // the interface is not null-marked; columns may be null
  public @Nullable LocalDateTime convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null
        ? null
        : LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  @Override
  @SuppressWarnings("NullAway") // as above
  public @Nullable Instant convertToEntityAttribute(@Nullable LocalDateTime column) {
    return column == null ? null : column.toInstant(ZoneOffset.UTC);
  }
}
