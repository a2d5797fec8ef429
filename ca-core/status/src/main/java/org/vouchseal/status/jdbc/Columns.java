package org.vouchseal.status.jdbc;

import java.math.BigInteger;
import java.util.Arrays;
import org.vouchseal.model.Sha256;

/** Values as the columns hold them. */
final class Columns {

  private Columns() {}

  /** The name of a schema, which stands in queries as it is. */
  static String schema(String name) {
    if (!name.matches("[a-z_]{1,64}")) {
      throw new IllegalArgumentException("not the name of a schema: " + name);
    }
    return name;
  }

  /** A serial number without sign octet, as issuing stores it. */
  static byte[] serial(BigInteger serial) {
    byte[] octets = serial.toByteArray();
    return octets.length > 1 && octets[0] == 0
        ? Arrays.copyOfRange(octets, 1, octets.length)
        : octets;
  }

  static byte[] spki(byte[] subjectPublicKeyInfo) {
    return Sha256.of(subjectPublicKeyInfo);
  }
}
