package org.vouchseal.sdk;

import org.jspecify.annotations.Nullable;

/** The service could not be reached, or gave no answer in time. Nothing is lost; ask again. */
public final class Offline extends VouchsealException {

  private static final long serialVersionUID = 1L;

  public Offline(Fault fault) {
    this(fault, null);
  }

  public Offline(Fault fault, @Nullable Throwable cause) {
    super(fault, true, cause);
  }
}
