package org.vouchseal.keyservice.central;

import java.util.Optional;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/**
 * Which delivery a profile gives to which request; no state, no cryptography.
 *
 * <p>{@code encryption}: to protocolEncrKey, else to the protecting certificate where its key usage
 * allows; never under a MAC. {@code encryption-compat}: an ir under the MAC secret gets a password
 * recipient, a cr under a signature needs protocolEncrKey; the content is a bare PrivateKeyInfo.
 * {@code encryption-cloud}: under a signature, and nothing is delivered.
 */
final class ChooseDelivery implements DeliveryRules {

  @Override
  public boolean takesMac(ProfileName profile) {
    return profile.equals(ProfileName.ENCRYPTION_COMPAT);
  }

  @Override
  public Outcome<Choice, CentralKeyOutcome.Refused> choose(
      ProfileName profile, VerifiedAsk ask, Optional<MacSecret> secret) {
    if (profile.equals(ProfileName.ENCRYPTION)) {
      return bySignature(ask, signer -> toKey(ask.deliveryKey().or(signer::ownKey)));
    }
    if (profile.equals(ProfileName.ENCRYPTION_CLOUD)) {
      return bySignature(
          ask,
          signer ->
              Outcome.of(new Choice(KeyContent.ASYMMETRIC_KEY_PACKAGE, new Delivery.Nothing())));
    }
    if (profile.equals(ProfileName.ENCRYPTION_COMPAT)) {
      return compat(ask, secret);
    }
    return refused("profile " + profile + " has no central keys");
  }

  private interface OfSigner {
    Outcome<Choice, CentralKeyOutcome.Refused> choose(VerifiedAsk.CertificateHolder signer);
  }

  private static Outcome<Choice, CentralKeyOutcome.Refused> bySignature(
      VerifiedAsk ask, OfSigner choice) {
    return ask.sender() instanceof VerifiedAsk.CertificateHolder signer
        ? choice.choose(signer)
        : refused("this profile needs a message under a signing certificate, found a MAC");
  }

  private static Outcome<Choice, CentralKeyOutcome.Refused> toKey(Optional<DeliveryKey> key) {
    return Outcome.of(
        key.map(k -> new Choice(KeyContent.ASYMMETRIC_KEY_PACKAGE, new Delivery.ToPublicKey(k))),
        () ->
            Reason.NOT_AUTHORIZED.because(
                "control protocolEncrKey is absent, and the key usage of the signing certificate"
                    + " allows neither keyAgreement nor keyEncipherment"));
  }

  private static Outcome<Choice, CentralKeyOutcome.Refused> compat(
      VerifiedAsk ask, Optional<MacSecret> secret) {
    if (ask.sender() instanceof VerifiedAsk.SecretHolder holder && secret.isPresent()) {
      return ask.initial()
          ? passed(
              new Delivery.ToPassword(
                  secret.get(), holder.macSalt(), Delivery.PasswordWrap.PWRI_KEK))
          : refused("under a MAC this profile takes an ir, found a cr");
    }
    if (ask.initial()) {
      return refused("under a signature this profile takes a cr, found an ir");
    }
    return ask.deliveryKey()
        .map(key -> passed(new Delivery.ToPublicKey(key)))
        .orElseGet(() -> refused("under a signature this profile needs control protocolEncrKey"));
  }

  private static Outcome<Choice, CentralKeyOutcome.Refused> passed(Delivery delivery) {
    return Outcome.of(new Choice(KeyContent.PRIVATE_KEY_INFO, delivery));
  }

  private static Outcome<Choice, CentralKeyOutcome.Refused> refused(String why) {
    return Outcome.refused(Reason.NOT_AUTHORIZED.because(why));
  }
}
