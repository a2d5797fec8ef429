package org.vouchseal.keyservice.escrow;

import java.util.Set;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.model.ProfileName;

/** Gate: the key is for an encryption profile, and the order names that profile. */
final class OrderOfEncryptionClass implements StoreGate {

  private static final Set<ProfileName> ENCRYPTION_PROFILES =
      Set.of(
          ProfileName.ENCRYPTION,
          ProfileName.ENCRYPTION_COMPAT,
          ProfileName.ENCRYPTION_CLOUD,
          ProfileName.ENCRYPTION_CLIENT);

  @Override
  public void check(EscrowRequest request, EncryptionKeyPair pair) {
    if (!ENCRYPTION_PROFILES.contains(request.profile())) {
      throw new EscrowRefused("profile " + request.profile() + " is not one of encryption keys");
    }
    if (!request.order().profiles().contains(request.profile())) {
      throw new EscrowRefused("the order does not name profile " + request.profile());
    }
  }
}
