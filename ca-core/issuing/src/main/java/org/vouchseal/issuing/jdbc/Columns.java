package org.vouchseal.issuing.jdbc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/** How the field's words stand in columns. */
final class Columns {

  private Columns() {}

  /** Big-endian without leading zero octets. */
  static byte[] serial(SerialNumber serial) {
    return HexFormat.of().parseHex(serial.hex());
  }

  static SerialNumber serial(byte[] column) {
    return new SerialNumber(new BigInteger(1, column));
  }

  /** The order of the column. */
  static int compare(SerialNumber a, SerialNumber b) {
    return Arrays.compareUnsigned(serial(a), serial(b));
  }

  static RevocationReason reason(int code) {
    return RevocationReason.ofCode(code)
        .orElseThrow(() -> new IllegalStateException("a revocation with reason " + code));
  }

  /** One address in each line. */
  static String mailboxes(List<Mailbox> mailboxes) {
    return String.join("\n", mailboxes.stream().map(Mailbox::address).toList());
  }

  static List<Mailbox> mailboxes(String column) {
    return column.isEmpty() ? List.of() : column.lines().map(Mailbox::parse).toList();
  }
}
