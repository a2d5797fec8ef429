package org.vouchseal.keyservice.central;

import java.util.Optional;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/** Which delivery a profile gives to which request. */
public interface DeliveryRules {

  /** Those of the product. */
  DeliveryRules STANDARD = new ChooseDelivery();

  /**
   * What was chosen.
   *
   * @param content form of the key in the envelope; means nothing when nothing is delivered
   */
  record Choice(KeyContent content, Delivery delivery) {}

  /** Whether keys of the profile are given to a message under a MAC at all. */
  boolean takesMac(ProfileName profile);

  /**
   * The delivery, or why there is none.
   *
   * @param secret of a message under a MAC
   */
  Outcome<Choice, CentralKeyOutcome.Refused> choose(
      ProfileName profile, VerifiedAsk ask, Optional<MacSecret> secret);
}
