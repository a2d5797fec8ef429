package org.vouchseal.sdk;

import org.jspecify.annotations.Nullable;

/** An answer or a certificate failed a check, so it was not used and nothing was written. */
public final class NotVerified extends VouchsealException {

  private static final long serialVersionUID = 1L;

  public NotVerified(Fault fault) {
    this(fault, null);
  }

  public NotVerified(Fault fault, @Nullable Throwable cause) {
    super(fault, false, cause);
  }
}
