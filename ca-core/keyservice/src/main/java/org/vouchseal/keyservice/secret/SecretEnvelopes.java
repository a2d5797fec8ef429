package org.vouchseal.keyservice.secret;

import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;

/** Opens the JWE in which a registration authority sends the key service its copy of a secret. */
@FunctionalInterface
public interface SecretEnvelopes {

  /**
   * The secret, to be closed by the caller.
   *
   * @throws SecretRefused when it does not open, or is for another order than {@code order}
   */
  MacSecret open(String secretJwe, EnrolmentOrder order);
}
