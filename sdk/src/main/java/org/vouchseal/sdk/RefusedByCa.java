package org.vouchseal.sdk;

/**
 * The CA refused a CMP request. {@link #code()} is the failInfo name of RFC 9810 §5.2.3, or {@code
 * rejected} when the CA named none.
 */
public final class RefusedByCa extends VouchsealException {

  private static final long serialVersionUID = 1L;

  private final boolean authentic;

  public RefusedByCa(Fault fault, boolean authentic) {
    super(fault, fault.code().equals("systemUnavail"));
    this.authentic = authentic;
  }

  /**
   * Whether the refusal itself was protected and the protection held; else anyone may have said it.
   */
  public boolean authentic() {
    return authentic;
  }
}
