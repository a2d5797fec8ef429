package org.vouchseal.keyservice.archive;

import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;

/** Reads a request that brings its own key and verifies its protection against the order. */
@FunctionalInterface
public interface ArchiveVerifier {

  /**
   * Verifies everything that can be verified without issuing's records: form, protection, sender.
   *
   * @param order verified before
   */
  Outcome<VerifiedArchive, CentralKeyOutcome.Refused> verify(
      byte[] pkiMessage, EnrolmentOrder order);
}
