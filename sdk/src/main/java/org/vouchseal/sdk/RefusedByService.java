package org.vouchseal.sdk;

/** The registration authority refused a request; {@link #code()} is the end of its problem type. */
public final class RefusedByService extends VouchsealException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the HTTP status of the answer
   */
  public RefusedByService(Fault fault, int status, boolean retryable) {
    super(fault, retryable);
    this.status = status;
  }

  /** Whether what was asked for is over for good, so that only a new beginning helps. */
  public boolean over() {
    return status == 404 || status == 410;
  }

  /** Whether the input was understood and is wrong, e.g. a wrong code. */
  public boolean wrongInput() {
    return status == 422;
  }
}
