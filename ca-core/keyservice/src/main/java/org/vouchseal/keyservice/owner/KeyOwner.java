package org.vouchseal.keyservice.owner;

import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.TenantId;

/**
 * The subscriber account, within its tenant, that a key belongs to for ever; never a mailbox. A
 * mailbox that is given to another person makes no way to the keys of the one who had it before.
 *
 * @param tenant the customer
 * @param owner the account
 */
public record KeyOwner(TenantId tenant, OwnerId owner) {

  /** The owner that an order names. */
  public static KeyOwner of(EnrolmentOrder order) {
    return new KeyOwner(order.tenant(), order.owner());
  }
}
