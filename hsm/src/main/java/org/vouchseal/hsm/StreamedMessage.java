package org.vouchseal.hsm;

import java.io.IOException;
import java.io.OutputStream;

/** Octets that are written anew, and the same, each time they are asked for. */
@FunctionalInterface
public interface StreamedMessage {

  /** Writes all octets; leaves {@code out} open. */
  void writeTo(OutputStream out) throws IOException;
}
