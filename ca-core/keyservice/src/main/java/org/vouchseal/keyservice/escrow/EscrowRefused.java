package org.vouchseal.keyservice.escrow;

/** A gate of escrow is closed for this key; nothing was stored. */
public final class EscrowRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EscrowRefused(String message) {
    super(message);
  }
}
