package org.vouchseal.issuing.profile;

/** Addresses that a certificate can carry for its relying parties; all of them {@code http:}. */
public enum StatusPointer {
  /** CRLDistributionPoints with the issuer's full list. */
  CRL("crl"),
  /** AuthorityInfoAccess with the OCSP responder. */
  OCSP("ocsp"),
  /** AuthorityInfoAccess with the issuer's certificate. */
  CA_ISSUERS("caIssuers");

  private final String label;

  StatusPointer(String label) {
    this.label = label;
  }

  static StatusPointer ofLabel(String label) {
    for (StatusPointer pointer : values()) {
      if (pointer.label.equals(label)) {
        return pointer;
      }
    }
    throw new IllegalArgumentException("no such pointer: " + label);
  }
}
