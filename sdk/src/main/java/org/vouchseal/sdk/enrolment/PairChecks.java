package org.vouchseal.sdk.enrolment;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.cmp.DeliveredKey;
import org.vouchseal.sdk.cmp.Grant;
import org.vouchseal.sdk.x509.CertificateRules;
import org.vouchseal.sdk.x509.Chain;
import org.vouchseal.sdk.x509.TrustAnchors;

/** Makes the keys for a pair of certificates, and judges what the CA gives. */
final class PairChecks {

  private final Mailbox mailbox;
  private final TrustAnchors anchors;
  private final Clock clock;
  private final SecureRandom random;

  PairChecks(Mailbox mailbox, TrustAnchors anchors, Clock clock, SecureRandom random) {
    this.mailbox = mailbox;
    this.anchors = anchors;
    this.clock = clock;
    this.random = random;
  }

  /** The key under that name; a new one is stored before it is used. */
  KeyPair key(RequestJournal journal, String name) {
    return journal
        .key(name)
        .orElseGet(
            () -> {
              KeyPair fresh = freshKey();
              journal.key(name, fresh);
              return fresh;
            });
  }

  /** The path of a certificate for exactly this key, or {@link NotVerified}. */
  Chain ownKeyCertified(Grant grant, KeyPair requested) {
    if (!Arrays.equals(
        grant.certificate().getPublicKey().getEncoded(), requested.getPublic().getEncoded())) {
      throw new NotVerified(
          Fault.local(
              "certificate-wrong",
              "a certificate is not what was asked for",
              "it certifies another key than the requested one",
              "do not use it; tell the operator of the service"));
    }
    return certified(grant, KeyUse.SIGNING);
  }

  /** The opened key with the path of its certificate, or {@link NotVerified}. */
  RenewedPair.Encryption delivered(Grant grant, KeyPair deliveryKey) {
    Chain chain = certified(grant, KeyUse.ENCRYPTION);
    return new RenewedPair.Encryption(
        new DeliveredKey(anchors, clock).open(grant, deliveryKey.getPrivate()), chain);
  }

  private Chain certified(Grant grant, KeyUse use) {
    CertificateRules.requireFor(grant.certificate(), use, mailbox);
    return anchors.chain(grant.certificate(), grant.pool(), clock.instant());
  }

  private KeyPair freshKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 keys cannot be made on this Java", e);
    }
  }
}
