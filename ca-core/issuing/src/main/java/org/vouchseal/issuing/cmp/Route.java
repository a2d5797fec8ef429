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
 * @param toSigner whether a private key may go to the signer's own key, where his certificate lets
 *     it
 */
public record Route(Wanted wanted, ProfileName profile, boolean underMac, boolean toSigner) {

  private static final Set<ProfileName> ENCRYPTION =
      Set.of(ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_COMPAT, ProfileName.ENCRYPTION_CLOUD);

  private Route(Wanted wanted, ProfileName profile, boolean underMac) {
    this(wanted, profile, underMac, profile.equals(ProfileName.ENCRYPTION));
  }

  /** The route of a request, or why there is none. */
  static Outcome<Route, CmpRefusal> of(BodyType body, Credential credential, ProfileName profile) {
    if (credential == Credential.AUTHORITY) {
      return underAuthority(body, profile);
    }
    boolean underMac = credential == Credential.SECRET;
    return switch (body) {
      case IR ->
          underMac
              ? initial(profile)
              : no("ir begins an enrolment under its secret; with a certificate send cr");
      case CR ->
          underMac
              ? no("cr is signed by a signing certificate; under a secret send ir")
              : certification(profile);
      case P10CR -> pkcs10(underMac, profile);
      case KUR -> renewal(underMac, profile);
      default -> throw new IllegalStateException(body.label() + " asks for no certificate");
    };
  }

  /** A message that only a registration authority protects never yields a private key. */
  private static Outcome<Route, CmpRefusal> underAuthority(BodyType body, ProfileName profile) {
    return body == BodyType.IR && profile.equals(ProfileName.SIGNING)
        ? Outcome.of(new Route(Wanted.FIRST_SIGNING, profile, false))
        : no(
            "a registration authority enrols by ir for profile signing; everything else is asked"
                + " for by who holds the certificate");
  }

  private static Outcome<Route, CmpRefusal> initial(ProfileName profile) {
    if (profile.equals(ProfileName.SIGNING)) {
      return Outcome.of(new Route(Wanted.FIRST_SIGNING, profile, true));
    }
    return profile.equals(ProfileName.ENCRYPTION_COMPAT)
        ? Outcome.of(new Route(Wanted.ENCRYPTION, profile, true))
        : no("profile " + profile + " takes cr under a signing certificate, not ir under a MAC");
  }

  private static Outcome<Route, CmpRefusal> certification(ProfileName profile) {
    boolean encryption =
        ENCRYPTION.contains(profile) || profile.equals(ProfileName.ENCRYPTION_CLIENT);
    Wanted wanted = encryption ? Wanted.ENCRYPTION : Wanted.FURTHER_DEVICE;
    return Outcome.of(new Route(wanted, profile, false));
  }

  private static Outcome<Route, CmpRefusal> pkcs10(boolean underMac, ProfileName profile) {
    if (ENCRYPTION.contains(profile)) {
      return Outcome.refused(
          CmpFailure.BAD_CERT_TEMPLATE.because(
              "keys of profile " + profile + " are made by us, p10cr brings one"));
    }
    if (profile.equals(ProfileName.ENCRYPTION_CLIENT)) {
      return Outcome.refused(
          CmpFailure.BAD_CERT_TEMPLATE.because(
              "profile encryption-client needs control pkiArchiveOptions, p10cr has none"));
    }
    return Outcome.of(
        new Route(underMac ? Wanted.FIRST_SIGNING : Wanted.FURTHER_DEVICE, profile, underMac));
  }

  private static Outcome<Route, CmpRefusal> renewal(boolean underMac, ProfileName profile) {
    if (underMac) {
      return Outcome.refused(
          CmpFailure.WRONG_INTEGRITY.because(
              "kur is signed by the certificate it updates, not protected by a secret"));
    }
    return profile.equals(ProfileName.SIGNING)
        ? Outcome.of(new Route(Wanted.RENEWAL, profile, false))
        : no("kur renews signing certificates; send cr under the new one for a new " + profile);
  }

  /** Whether the key is made by the key service. */
  boolean isCentral() {
    return ENCRYPTION.contains(profile);
  }

  /** Whether the key is the client's, and its private half goes into escrow. */
  boolean isArchived() {
    return profile.equals(ProfileName.ENCRYPTION_CLIENT);
  }

  /** Whether the client gets the private key. */
  boolean deliversKey() {
    return isCentral() && !profile.equals(ProfileName.ENCRYPTION_CLOUD);
  }

  private static Outcome<Route, CmpRefusal> no(String text) {
    return Outcome.refused(CmpFailure.NOT_AUTHORIZED.because(text));
  }
}
