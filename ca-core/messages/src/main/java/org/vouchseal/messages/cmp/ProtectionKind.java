package org.vouchseal.messages.cmp;

/** How a message says that it is protected; nothing is verified by knowing it. */
public enum ProtectionKind {
  /** Neither algorithm nor protection bits. */
  NONE,
  /** One of the two without the other. */
  INCOMPLETE,
  /** Password-based MAC of RFC 9810 §5.1.3.1. */
  PBM,
  /** PBMAC1 of RFC 8018, as RFC 9481 §6.1.2 uses it. */
  PBMAC1,
  /** Any other algorithm; only signatures have others. */
  SIGNATURE;

  /** Whether a shared secret protects. */
  public boolean isMac() {
    return this == PBM || this == PBMAC1;
  }
}
