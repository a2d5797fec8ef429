package org.vouchseal.keyservice.central;

import org.vouchseal.model.ProfileName;

/**
 * What issuing hands over: the message as it came, and the order it stands under. Neither is
 * believed before the key service has verified it.
 *
 * @param pkiMessage DER of the PKIMessage, still protected; not copied
 * @param orderJws the order as the registration authority signed it, compact JWS
 * @param profile the profile that the message was sent to
 */
public record CentralKeyRequest(byte[] pkiMessage, String orderJws, ProfileName profile) {

  @Override
  public String toString() {
    return "CentralKeyRequest[profile " + profile + ", " + pkiMessage.length + " octets]";
  }
}
