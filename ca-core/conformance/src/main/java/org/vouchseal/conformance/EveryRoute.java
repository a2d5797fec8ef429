package org.vouchseal.conformance;

import java.util.Set;
import org.vouchseal.issuing.cmp.Credential;
import org.vouchseal.issuing.cmp.Route;
import org.vouchseal.issuing.cmp.Routes;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/**
 * Any profile by ir and cr, under the secret and under a certificate alike; the rest as the product
 * has it. A private key may go to the signer's own key under both encryption profiles.
 */
final class EveryRoute implements Routes {

  private static final Set<ProfileName> CENTRAL =
      Set.of(ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_COMPAT);

  @Override
  public Outcome<Route, CmpRefusal> of(BodyType body, Credential credential, ProfileName profile) {
    boolean initialOrCertification = body == BodyType.IR || body == BodyType.CR;
    if (!initialOrCertification || credential == Credential.AUTHORITY) {
      return Routes.STANDARD.of(body, credential, profile);
    }
    boolean underMac = credential == Credential.SECRET;
    if (CENTRAL.contains(profile)) {
      return Outcome.of(new Route(Wanted.ENCRYPTION, profile, underMac, true));
    }
    return profile.equals(ProfileName.SIGNING)
        ? Outcome.of(
            new Route(
                underMac ? Wanted.FIRST_SIGNING : Wanted.FURTHER_DEVICE, profile, underMac, false))
        : Routes.STANDARD.of(body, credential, profile);
  }
}
