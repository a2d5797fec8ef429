package org.vouchseal.issuing.x509;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.vouchseal.model.RevocationReason;

/**
 * DER of entries, one after the other into the same buffer (RFC 5280 §5.1.2.6, §5.3.1). For one
 * thread.
 */
final class EntryEncoding {

  /** SEQUENCE { INTEGER of 20 octets, GeneralizedTime, extensions } and something to spare. */
  private static final int LONGEST = 64;

  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");
  private static final Instant YEAR_1950 = Instant.parse("1950-01-01T00:00:00Z");
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

  /**
   * Extensions { Extension { reasonCode, OCTET STRING { ENUMERATED } } } without its last octet.
   */
  private static final byte[] REASON = {
    0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01
  };

  private final byte[] buffer = new byte[LONGEST];
  private int end;
  private Instant lastTime = Instant.MIN;
  private byte[] lastTimeOctets = {};

  /** What {@link #encode} wrote to, from 0 on. */
  byte[] buffer() {
    return buffer;
  }

  /** Encodes an entry and gives its length, header included. */
  int encode(RevokedEntry entry) {
    end = 2;
    byte[] serial = entry.serial().value().toByteArray();
    put((byte) DerHeader.INTEGER, (byte) serial.length);
    put(serial);
    put(time(entry.at()));
    // the reason unspecified is said by leaving it out
    if (entry.reason() != RevocationReason.UNSPECIFIED) {
      put(REASON);
      put((byte) entry.reason().code());
    }
    buffer[0] = DerHeader.SEQUENCE;
    buffer[1] = (byte) (end - 2);
    return end;
  }

  /** Many entries of one moment follow each other when a CA revokes what it has to. */
  private byte[] time(Instant at) {
    if (!at.equals(lastTime)) {
      lastTimeOctets = encoded(at);
      lastTime = at;
    }
    return lastTimeOctets;
  }

  /** UTCTime until 2049 (RFC 5280 §4.1.2.5). */
  static byte[] encoded(Instant at) {
    boolean isShort = at.isBefore(YEAR_2050) && !at.isBefore(YEAR_1950);
    byte[] text =
        LocalDateTime.ofInstant(at, ZoneOffset.UTC)
            .format(isShort ? SHORT : LONG)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] encoded = new byte[2 + text.length];
    encoded[0] = (byte) (isShort ? UTC_TIME : GENERALIZED_TIME);
    encoded[1] = (byte) text.length;
    System.arraycopy(text, 0, encoded, 2, text.length);
    return encoded;
  }

  private void put(byte... octets) {
    System.arraycopy(octets, 0, buffer, end, octets.length);
    end += octets.length;
  }
}
