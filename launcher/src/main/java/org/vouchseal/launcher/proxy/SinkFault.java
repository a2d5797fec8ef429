package org.vouchseal.launcher.proxy;

import java.io.IOException;

/** Whoever was to receive a body took it no more; the sender is not to blame. */
final class SinkFault extends IOException {
  private static final long serialVersionUID = 1L;

  SinkFault(IOException cause) {
    super(cause);
  }
}
