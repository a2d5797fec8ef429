package org.vouchseal.validation.enrolment;

import java.util.List;
import org.vouchseal.model.SerialNumber;

/** Finds out which certificates a proof of ownership speaks of. */
@FunctionalInterface
public interface ProofCertificates {

  /**
   * Serial numbers of the certificates in a CMS SignedData; nothing is verified.
   *
   * @return empty when it holds none or is no SignedData
   */
  List<SerialNumber> serialsIn(byte[] cms);
}
