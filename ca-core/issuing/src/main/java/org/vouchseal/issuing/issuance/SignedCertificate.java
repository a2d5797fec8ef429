package org.vouchseal.issuing.issuance;

import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/**
 * A certificate whose signature was made and verified, and which is not in the database yet: it may
 * not be answered before {@link IssueCertificate#completeInTransaction} is committed.
 */
public final class SignedCertificate {

  private final RecordedPlan plan;
  private final byte[] der;

  SignedCertificate(RecordedPlan plan, byte[] der) {
    this.plan = plan;
    this.der = der;
  }

  public String issuer() {
    return plan.issuer();
  }

  public SerialNumber serial() {
    return plan.serial();
  }

  /** Its public key. */
  public SpkiDigest spki() {
    return plan.row().spki();
  }

  /** DER of the certificate; a fresh array. */
  public byte[] der() {
    return der.clone();
  }

  RecordedPlan plan() {
    return plan;
  }
}
