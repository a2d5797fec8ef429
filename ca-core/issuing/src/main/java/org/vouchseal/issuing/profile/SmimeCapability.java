package org.vouchseal.issuing.profile;

import java.util.Arrays;

/** Content encryption that holders of our encryption certificates can read (RFC 4262, RFC 8551). */
public enum SmimeCapability {
  AES_256_GCM("aes256-GCM", "2.16.840.1.101.3.4.1.46"),
  AES_128_GCM("aes128-GCM", "2.16.840.1.101.3.4.1.6"),
  AES_256_CBC("aes256-CBC", "2.16.840.1.101.3.4.1.42");

  private final String label;
  private final String oid;

  SmimeCapability(String label, String oid) {
    this.label = label;
    this.oid = oid;
  }

  /** Dotted decimal. */
  public String oid() {
    return oid;
  }

  static SmimeCapability ofLabel(String label) {
    return Arrays.stream(values())
        .filter(capability -> capability.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such capability: " + label));
  }
}
