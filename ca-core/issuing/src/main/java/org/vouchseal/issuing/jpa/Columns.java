package org.vouchseal.issuing.jpa;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import org.vouchseal.model.SerialNumber;

/** How the field's words stand in columns. */
final class Columns {

  private Columns() {}

  /** Big-endian without leading zero octets. */
  static byte[] serial(SerialNumber serial) {
    return HexFormat.of().parseHex(serial.hex());
  }

  /** The order of the column. */
  static int compare(SerialNumber a, SerialNumber b) {
    return Arrays.compareUnsigned(serial(a), serial(b));
  }

  static SerialNumber serial(byte[] column) {
    return new SerialNumber(new BigInteger(1, column));
  }

  /** For native statements, where no converter works. */
  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
