package org.vouchseal.keyservice.boot;

import org.vouchseal.keyservice.central.DeliveryRules;
import org.vouchseal.keyservice.cmp.SignerEntitlement;
import org.vouchseal.messages.cmp.SenderReference;

/**
 * What the room decides by. A server has {@link #STANDARD} and no other; the room for suites of
 * others, under a root that nobody trusts, brings its own.
 *
 * @param references how a message under a MAC names its order
 */
public record KeyServiceRules(
    DeliveryRules deliveries, SignerEntitlement signers, SenderReference references) {

  public static final KeyServiceRules STANDARD =
      new KeyServiceRules(
          DeliveryRules.STANDARD, SignerEntitlement.STANDARD, SenderReference.STANDARD);
}
