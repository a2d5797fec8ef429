package org.vouchseal.sdk.cli;

import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.VouchsealException;

/** What scripts branch on. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int PENDING = 3;
  static final int NOT_VERIFIED = 4;
  static final int NETWORK = 5;

  private ExitCode() {}

  static int of(VouchsealException e) {
    if (e instanceof Misuse) {
      return USAGE;
    }
    if (e instanceof Pending) {
      return PENDING;
    }
    if (e instanceof NotVerified) {
      return NOT_VERIFIED;
    }
    return e instanceof Offline ? NETWORK : FAILED;
  }
}
