package org.vouchseal.launcher.proxy;

import java.io.IOException;

/** A body is longer than what is passed on. */
final class BodyTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLarge(long limit) {
    super("the body is longer than " + limit + " octets");
  }
}
