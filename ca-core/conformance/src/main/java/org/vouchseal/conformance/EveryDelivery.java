package org.vouchseal.conformance;

import java.util.Optional;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.Delivery;
import org.vouchseal.keyservice.central.DeliveryRules;
import org.vouchseal.keyservice.central.KeyContent;
import org.vouchseal.keyservice.central.VerifiedAsk;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/**
 * Delivers to whoever asks, by what protects his message: the secret, or his certificate's key
 * unless he names another. {@code encryption} in the forms of RFC 9483, {@code encryption-compat}
 * in those that openssl and BouncyCastle read.
 */
final class EveryDelivery implements DeliveryRules {

  @Override
  public boolean takesMac(ProfileName profile) {
    return true;
  }

  @Override
  public Outcome<Choice, CentralKeyOutcome.Refused> choose(
      ProfileName profile, VerifiedAsk ask, Optional<MacSecret> secret) {
    boolean compat = profile.equals(ProfileName.ENCRYPTION_COMPAT);
    KeyContent content = compat ? KeyContent.PRIVATE_KEY_INFO : KeyContent.ASYMMETRIC_KEY_PACKAGE;
    return Outcome.of(
        delivery(ask, secret, compat).map(delivery -> new Choice(content, delivery)),
        () ->
            Reason.NOT_AUTHORIZED.because(
                "the key usage of the signer's certificate allows neither keyAgreement nor"
                    + " keyEncipherment, and control protocolEncrKey is absent"));
  }

  private static Optional<Delivery> delivery(
      VerifiedAsk ask, Optional<MacSecret> secret, boolean compat) {
    Delivery.PasswordWrap wrap =
        compat ? Delivery.PasswordWrap.PWRI_KEK : Delivery.PasswordWrap.AES_WRAP;
    Delivery.RecipientName name =
        compat ? Delivery.RecipientName.CERTIFICATE : Delivery.RecipientName.KEY_IDENTIFIER;
    if (ask.sender() instanceof VerifiedAsk.SecretHolder holder) {
      return secret.map(known -> new Delivery.ToPassword(known, holder.macSalt(), wrap));
    }
    VerifiedAsk.CertificateHolder signer = (VerifiedAsk.CertificateHolder) ask.sender();
    return ask.deliveryKey().or(signer::ownKey).map(key -> new Delivery.ToPublicKey(key, name));
  }
}
