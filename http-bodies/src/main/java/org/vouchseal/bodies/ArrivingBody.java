package org.vouchseal.bodies;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The octets of one body as they come: kept up to one more than the limit, so that whoever answers
 * sees that there are too many; counted and thrown away beyond.
 */
final class ArrivingBody {

  private final int limit;
  private final int readOn;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
  private long total;

  ArrivingBody(int limit, int readOn) {
    this.limit = limit;
    this.readOn = readOn;
  }

  /** How many of that many further octets would be kept. */
  int toKeep(int octets) {
    return Math.min(octets, limit + 1 - kept.size());
  }

  /**
   * Takes octets.
   *
   * @return whether more are to be read
   */
  boolean take(byte[] octets, int length) {
    kept.write(octets, 0, toKeep(length));
    total += length;
    return !isTooLarge() || total < readOn;
  }

  /** How many octets are held. */
  int held() {
    return kept.size();
  }

  boolean isTooLarge() {
    return kept.size() > limit;
  }

  /** It is here as far as it will be read. */
  ArrivedBody arrived() {
    return new ArrivedBody(kept.toByteArray(), null, isTooLarge());
  }

  /** It will never be here whole. */
  ArrivedBody brokenOff(IOException why) {
    return new ArrivedBody(kept.toByteArray(), why, true);
  }

  /** As {@link #arrived}, for a body of which nothing was read because it said to be too large. */
  static ArrivedBody refusedUnread(int limit) {
    return new ArrivedBody(new byte[limit + 1], null, true);
  }
}
