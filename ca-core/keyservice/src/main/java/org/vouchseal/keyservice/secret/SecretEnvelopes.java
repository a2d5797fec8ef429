package org.vouchseal.keyservice.secret;

import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;

/** The envelopes in which a registration authority sends the key service its copy of a secret. */
public interface SecretEnvelopes {

  /** SHA-256 of an envelope, as orders state it: 64 lower-case hexadecimal digits. */
  String digest(String secretJwe);

  /**
   * The secret, to be closed by the caller.
   *
   * @throws SecretRefused when it does not open, is not the envelope that {@code order} states, or
   *     is for another order
   */
  MacSecret open(String secretJwe, EnrolmentOrder order);
}
