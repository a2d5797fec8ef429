package org.vouchseal.keyservice.central;

import java.util.Optional;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;

/** Reads a request for a central key and verifies its protection against the order. */
public interface RequestVerifier {

  /** Whether the message says that it is under a MAC; false for anything unreadable. */
  boolean claimsMac(byte[] pkiMessage);

  /**
   * Verifies everything that can be verified without issuing's records: form, protection, sender.
   *
   * @param order verified before
   * @param secret the key service's own copy of the order's secret, if it has one
   */
  Outcome<VerifiedAsk, CentralKeyOutcome.Refused> verify(
      byte[] pkiMessage, EnrolmentOrder order, Optional<MacSecret> secret);
}
