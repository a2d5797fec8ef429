package org.vouchseal.sdk.enrolment;

import java.security.PrivateKey;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.x509.Chain;

/**
 * A finished identity that is to be renewed.
 *
 * @param mailbox what its certificates name
 * @param signingKey the private key that signs the renewal
 * @param signing its certificate and path
 * @param enrolment where its mailbox is proved again; empty when the folder does not know
 */
public record RenewableIdentity(
    Mailbox mailbox, PrivateKey signingKey, Chain signing, Optional<StartedEnrolment> enrolment) {

  /** Without the key. */
  @Override
  public String toString() {
    return "RenewableIdentity[" + mailbox + "]";
  }
}
