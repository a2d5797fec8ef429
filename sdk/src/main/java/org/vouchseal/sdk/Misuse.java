package org.vouchseal.sdk;

import org.jspecify.annotations.Nullable;

/** The call itself is wrong: an address, a folder, or a value that can never be accepted. */
public final class Misuse extends VouchsealException {

  private static final long serialVersionUID = 1L;

  public Misuse(Fault fault) {
    this(fault, null);
  }

  public Misuse(Fault fault, @Nullable Throwable cause) {
    super(fault, false, cause);
  }
}
