package org.vouchseal.issuing.profile;

import java.util.Arrays;

/** Purposes of extendedKeyUsage (RFC 5280 §4.2.1.12) that any profile sets. */
public enum ExtendedKeyPurpose {
  EMAIL_PROTECTION("emailProtection", "1.3.6.1.5.5.7.3.4"),
  TIME_STAMPING("timeStamping", "1.3.6.1.5.5.7.3.8"),
  OCSP_SIGNING("OCSPSigning", "1.3.6.1.5.5.7.3.9"),
  /** Signs CMP messages for a CA (RFC 9810 §4.5). */
  CMC_CA("cmcCA", "1.3.6.1.5.5.7.3.27"),
  /** Takes private keys into an archive (RFC 6402 §2.9). */
  CMC_ARCHIVE("cmcArchive", "1.3.6.1.5.5.7.3.29"),
  /** Signs centrally generated keys (RFC 9810 §4.5). */
  CM_KGA("cmKGA", "1.3.6.1.5.5.7.3.32"),
  ORDER_SIGNING("vouchsealOrderSigning", OwnOids.ORDER_SIGNING),
  LOCATION_STAMPING("vouchsealLocationStamping", OwnOids.LOCATION_STAMPING);

  private final String label;
  private final String oid;

  ExtendedKeyPurpose(String label, String oid) {
    this.label = label;
    this.oid = oid;
  }

  public String label() {
    return label;
  }

  /** Dotted decimal. */
  public String oid() {
    return oid;
  }

  static ExtendedKeyPurpose ofLabel(String label) {
    return Arrays.stream(values())
        .filter(purpose -> purpose.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such purpose: " + label));
  }
}
