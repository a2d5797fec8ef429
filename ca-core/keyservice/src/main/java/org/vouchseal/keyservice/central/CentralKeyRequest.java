package org.vouchseal.keyservice.central;

import java.util.Optional;
import org.vouchseal.model.ProfileName;

/**
 * What issuing hands over: the message as it came, and the order it stands under. Neither is
 * believed before the key service has verified it.
 *
 * @param pkiMessage DER of the PKIMessage, still protected; not copied
 * @param orderJws the order as the registration authority signed it, compact JWS
 * @param revalidationJws the last re-validation of that order, as the same one signed it
 * @param profile the profile that the message was sent to
 */
public record CentralKeyRequest(
    byte[] pkiMessage, String orderJws, Optional<String> revalidationJws, ProfileName profile) {

  /** Under an order that was not validated anew. */
  public CentralKeyRequest(byte[] pkiMessage, String orderJws, ProfileName profile) {
    this(pkiMessage, orderJws, Optional.empty(), profile);
  }

  @Override
  public String toString() {
    return "CentralKeyRequest[profile " + profile + ", " + pkiMessage.length + " octets]";
  }
}
