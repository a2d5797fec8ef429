package org.vouchseal.launcher.proxy;

import java.io.IOException;

/** What was read is no HTTP message that this proxy passes on; the message says what is wrong. */
final class BadMessage extends IOException {
  private static final long serialVersionUID = 1L;

  BadMessage(String message) {
    super(message);
  }
}
