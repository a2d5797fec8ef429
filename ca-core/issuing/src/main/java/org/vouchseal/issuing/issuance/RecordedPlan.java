package org.vouchseal.issuing.issuance;

import org.vouchseal.model.SerialNumber;

/**
 * A linted plan that is committed in the database: the only thing the signer signs. Made by {@link
 * IssueCertificate} alone, after transaction B or from what it wrote.
 */
public final class RecordedPlan {

  private final PlanRecord row;

  RecordedPlan(PlanRecord row) {
    this.row = row;
  }

  public String issuer() {
    return row.issuer();
  }

  public SerialNumber serial() {
    return row.serial();
  }

  PlanRecord row() {
    return row;
  }

  @Override
  public String toString() {
    return "RecordedPlan[" + row.issuer() + " " + row.serial() + "]";
  }
}
