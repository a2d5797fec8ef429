package org.vouchseal.issuing.cmp;

import java.util.Set;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/**
 * Which certificate a request may lead to: decided by body, kind of protection and profile alone,
 * before any content is looked at.
 *
 * @param wanted what of the order it takes
 * @param profile the profile asked for
 * @param underMac whether the order's secret protects
 */
record Route(Wanted wanted, ProfileName profile, boolean underMac) {

  private static final Set<ProfileName> ENCRYPTION =
      Set.of(ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_COMPAT, ProfileName.ENCRYPTION_CLOUD);

  /** The route of a request, or why there is none. */
  static Outcome<Route, CmpRefusal> of(BodyType body, boolean underMac, ProfileName profile) {
    boolean encryption = ENCRYPTION.contains(profile);
    if (underMac && body == BodyType.IR) {
      if (profile.equals(ProfileName.SIGNING)) {
        return Outcome.of(new Route(Wanted.FIRST_SIGNING, profile, true));
      }
      return profile.equals(ProfileName.ENCRYPTION_COMPAT)
          ? Outcome.of(new Route(Wanted.ENCRYPTION, profile, true))
          : no("profile " + profile + " takes cr under a signing certificate, not ir under a MAC");
    }
    if (!underMac && body == BodyType.CR) {
      return encryption
          ? Outcome.of(new Route(Wanted.ENCRYPTION, profile, false))
          : Outcome.of(new Route(Wanted.FURTHER_DEVICE, profile, false));
    }
    return body == BodyType.IR
        ? no("ir begins an enrolment under its secret; with a certificate send cr")
        : no("cr is signed by a signing certificate; under a secret send ir");
  }

  /** Whether the key is made by the key service. */
  boolean isCentral() {
    return ENCRYPTION.contains(profile);
  }

  /** Whether the client gets the private key. */
  boolean deliversKey() {
    return isCentral() && !profile.equals(ProfileName.ENCRYPTION_CLOUD);
  }

  private static Outcome<Route, CmpRefusal> no(String text) {
    return Outcome.refused(CmpFailure.NOT_AUTHORIZED.because(text));
  }
}
