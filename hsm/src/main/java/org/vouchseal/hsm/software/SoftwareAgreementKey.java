package org.vouchseal.hsm.software;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import javax.crypto.KeyAgreement;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;

final class SoftwareAgreementKey implements AgreementKey {

  private final KeyPurpose purpose;
  private final KeyRing.StoredPair pair;
  private final CryptoProviders providers;

  SoftwareAgreementKey(KeyPurpose purpose, KeyRing.StoredPair pair, CryptoProviders providers) {
    this.purpose = purpose;
    this.pair = pair;
    this.providers = providers;
  }

  @Override
  public PublicKey publicKey() {
    return pair.keys().getPublic();
  }

  @Override
  public byte[] agree(PublicKey peer) {
    PublicKey checked = checked(peer);
    try {
      KeyAgreement agreement = providers.ecdh();
      agreement.init(pair.keys().getPrivate());
      agreement.doPhase(checked, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable("key " + purpose.name() + " does not agree", e);
    }
  }

  /** Decodes the peer anew: a point off the curve would leak the private key (invalid curve). */
  private PublicKey checked(PublicKey peer) {
    byte[] spki = peer.getEncoded();
    if (spki == null) {
      throw new IllegalArgumentException("peer key has no encoding");
    }
    KeyAlgorithm curve = PublicKeys.algorithmOf(spki);
    if (curve != pair.algorithm()) {
      throw new IllegalArgumentException(
          "peer key is of kind " + curve + ", key " + purpose.name() + " is " + pair.algorithm());
    }
    return new PublicKeys(providers).decode(spki);
  }

  @Override
  public String toString() {
    return "AgreementKey[" + purpose.name() + ", " + pair.algorithm() + "]";
  }
}
