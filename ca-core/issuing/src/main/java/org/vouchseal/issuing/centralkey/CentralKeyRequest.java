package org.vouchseal.issuing.centralkey;

import java.util.Optional;
import org.vouchseal.model.ProfileName;

/**
 * A message that asks for a central key, as it came: the key service judges it on its own.
 *
 * @param pkiMessage DER of the whole PKIMessage, still protected; not copied
 * @param orderJws the order in force, as the registration authority signed it
 * @param revalidationJws the last re-validation of that order, as the same one signed it
 * @param profile the encryption profile of the request
 */
public record CentralKeyRequest(
    byte[] pkiMessage, String orderJws, Optional<String> revalidationJws, ProfileName profile) {

  @Override
  public String toString() {
    return "CentralKeyRequest[" + profile + ", " + pkiMessage.length + " octets]";
  }
}
