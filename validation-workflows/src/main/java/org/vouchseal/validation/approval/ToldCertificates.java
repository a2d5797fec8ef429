package org.vouchseal.validation.approval;

import java.time.Instant;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.order.OrderStanding;

/** Which certificates the mailbox was told of. Needs a running transaction. */
public interface ToldCertificates {

  /**
   * Remembers a certificate.
   *
   * @return whether it was new
   */
  boolean addIfNew(OrderStanding.Certificate certificate, Reference reference, Instant now);
}
