package org.vouchseal.issuing.profile;

import java.util.Arrays;

/**
 * The bits of keyUsage (RFC 5280 §4.2.1.3) that any profile sets, in the order of their numbers.
 */
public enum KeyUsageBit {
  DIGITAL_SIGNATURE("digitalSignature", 0),
  NON_REPUDIATION("nonRepudiation", 1),
  KEY_ENCIPHERMENT("keyEncipherment", 2),
  KEY_AGREEMENT("keyAgreement", 4),
  KEY_CERT_SIGN("keyCertSign", 5),
  CRL_SIGN("cRLSign", 6);

  private final String label;
  private final int number;

  KeyUsageBit(String label, int number) {
    this.label = label;
    this.number = number;
  }

  /** The name as RFC 5280 spells it. */
  public String label() {
    return label;
  }

  /** The number of the bit, 0 being the first. */
  public int number() {
    return number;
  }

  static KeyUsageBit ofLabel(String label) {
    return Arrays.stream(values())
        .filter(bit -> bit.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such key usage: " + label));
  }
}
