package org.vouchseal.bodies;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body as whoever answers will read it.
 *
 * @param octets not copied
 * @param fault what reading on ends with; null at the end of a whole body
 * @param closing whether the rest of what its sender sends is not worth waiting for
 */
record ArrivedBody(byte[] octets, @Nullable IOException fault, boolean closing) {

  /** Whether the connection is closed: nobody would read an answer, and nobody makes one. */
  boolean senderIsGone() {
    return ConnectionFaults.isClosed(fault);
  }
}
