package org.vouchseal.status.certificate;

import java.math.BigInteger;

/** Where the status of every certificate ever issued stands. Needs a running transaction. */
public interface CertificateStatuses {

  /**
   * The status of a serial number as of now.
   *
   * @param issuer {@code smime} or {@code trust}
   * @param serial as a request names it, of any size and sign
   */
  CertificateStatus find(String issuer, BigInteger serial);
}
