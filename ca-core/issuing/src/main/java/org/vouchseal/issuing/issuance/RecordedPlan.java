package org.vouchseal.issuing.issuance;

import java.util.Arrays;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.model.SerialNumber;

/**
 * A linted plan that is committed in the database: the only thing the signer signs. A row alone
 * makes none: what is signed was linted in this process, for this request.
 */
public final class RecordedPlan {

  private final PlanRecord row;

  /**
   * The plan and its row.
   *
   * @throws IllegalStateException when the row is not that plan's
   */
  RecordedPlan(LintedPlan linted, PlanRecord row) {
    if (!Arrays.equals(linted.tbs(), row.tbs()) || !linted.digest().equals(row.tbsDigest())) {
      throw new IllegalStateException("row " + row.serial() + " is not the plan that was linted");
    }
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
