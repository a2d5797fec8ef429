package org.vouchseal.status.responder;

import org.vouchseal.hsm.KeyPurpose;

/** The responders of this room: one delegate per issuing CA, each with its own key. */
public enum ResponderKey {
  SMIME("smime", KeyPurpose.OCSP_SMIME),
  TRUST("trust", KeyPurpose.OCSP_TRUST);

  private final String issuer;
  private final KeyPurpose purpose;

  ResponderKey(String issuer, KeyPurpose purpose) {
    this.issuer = issuer;
    this.purpose = purpose;
  }

  /** The name of the CA, as in the views and in {@code PkiDirectory}. */
  public String issuer() {
    return issuer;
  }

  /** The key in the room's token. */
  public KeyPurpose purpose() {
    return purpose;
  }
}
