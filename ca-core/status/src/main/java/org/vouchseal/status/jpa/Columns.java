package org.vouchseal.status.jpa;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vouchseal.model.Sha256;

/** Values as the columns hold them. */
final class Columns {

  /** Reads a DATETIME(6) without the driver's ideas of time zones. */
  static final String MICROSECONDS_OF = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', %s)";

  private Columns() {}

  /** The name of a schema, which stands in queries as it is. */
  static String schema(String name) {
    if (!name.matches("[a-z_]{1,64}")) {
      throw new IllegalArgumentException("not the name of a schema: " + name);
    }
    return name;
  }

  static Instant instant(Object microseconds) {
    return Instant.EPOCH.plus(((Number) microseconds).longValue(), ChronoUnit.MICROS);
  }

  /** A serial number without sign octet, as issuing stores it. */
  static byte[] serial(BigInteger serial) {
    byte[] octets = serial.toByteArray();
    return octets.length > 1 && octets[0] == 0
        ? java.util.Arrays.copyOfRange(octets, 1, octets.length)
        : octets;
  }

  static byte[] spki(byte[] subjectPublicKeyInfo) {
    return Sha256.of(subjectPublicKeyInfo);
  }
}
