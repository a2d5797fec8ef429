package org.vouchseal.issuing.issuance;

/**
 * Issues certificates in three steps that survive a crash between any two: {@link #record}, {@link
 * #sign}, {@link #completeInTransaction}. Only then may the certificate be answered.
 *
 * <p>Repeating the steps under the same idempotency key gives the same serial and the same bytes to
 * be signed. The signature itself may differ; who finds in {@link #completeInTransaction} that
 * somebody was first (DuplicateKey) answers with {@link Certificates#find} instead.
 */
public final class IssueCertificate {

  /**
   * Checks key, names and receipt, plans, lints, and records the plan in transaction B; outside any
   * transaction of the caller. Passes the halt points {@code tx-b.before} and {@code tx-b.after}.
   *
   * <p>A plan that exists under the idempotency key is returned unchanged, also when two callers
   * come at once.
   */
  public RecordingOutcome record(IssuanceRequest request) {
    throw new IllegalStateException("being built");
  }

  /**
   * Signs exactly the recorded bytes and verifies the signature; touches no database. Passes the
   * halt point {@code sign.after}.
   */
  public SignedCertificate sign(RecordedPlan plan) {
    throw new IllegalStateException("being built");
  }

  /**
   * Adds the certificate in state {@code UNCONFIRMED} and its audit event to the caller's
   * transaction, which ends in DuplicateKey when somebody completed it first.
   */
  public void completeInTransaction(SignedCertificate certificate) {
    throw new IllegalStateException("being built");
  }
}
