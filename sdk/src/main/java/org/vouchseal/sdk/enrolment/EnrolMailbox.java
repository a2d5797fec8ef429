package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByService;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.DeliveredKey;
import org.vouchseal.sdk.cmp.Grant;
import org.vouchseal.sdk.cmp.SharedSecret;
import org.vouchseal.sdk.cmp.SigningCredential;
import org.vouchseal.sdk.cmp.Transfer;
import org.vouchseal.sdk.x509.CertificateRules;
import org.vouchseal.sdk.x509.Chain;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * Gets the pair of certificates for a mailbox: proves the mailbox, fetches the signing certificate
 * for a key made here, then under it the encryption certificate with its escrowed key.
 *
 * <p>May be called again with the same folder after any failure or crash, and goes on with the same
 * key and the same messages. Nothing is written to the identity's files before every check has
 * passed and both certificates are confirmed.
 */
public final class EnrolMailbox {

  private static final String SIGNING = "signing";
  private static final String ENCRYPTION = "encryption";

  private final String server;
  private final EnrolmentService service;
  private final Transfer transfer;
  private final IdentityStore store;
  private final Clock clock;
  private final SecureRandom random;
  private final Pause pause;

  public EnrolMailbox(
      String server,
      EnrolmentService service,
      Transfer transfer,
      IdentityStore store,
      Clock clock,
      SecureRandom random,
      Pause pause) {
    this.server = server;
    this.service = service;
    this.transfer = transfer;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * Enrols, or goes on with an enrolment that was begun in this folder.
   *
   * @param newCode whether to have a new mail sent when an earlier run already had one sent
   * @param patience how long to wait, all in all, while the CA has not decided
   * @throws VouchsealException with what to do; see its subclasses
   */
  public Identity enrol(
      Mailbox mailbox,
      Path folder,
      boolean newCode,
      Duration patience,
      CodeSource codes,
      Progress progress) {
    try (EnrolmentJournal journal = store.begin(folder, server, mailbox)) {
      ProvedOrder order =
          journal
              .order()
              .orElseGet(() -> new MailboxProof(journal, codes, progress).order(mailbox, newCode));
      return fetch(
          mailbox, order, journal, new Patience(patience, clock, pause, progress), progress);
    }
  }

  /** The dialogue about the code from the mail. */
  private final class MailboxProof {

    private final EnrolmentJournal journal;
    private final CodeSource codes;
    private final Progress progress;

    MailboxProof(EnrolmentJournal journal, CodeSource codes, Progress progress) {
      this.journal = journal;
      this.codes = codes;
      this.progress = progress;
    }

    ProvedOrder order(Mailbox mailbox, boolean newCode) {
      try {
        ProvedOrder order = proved(started(mailbox, newCode), mailbox);
        journal.order(order);
        progress.step("the mailbox is proved, the order is " + order.reference());
        return order;
      } catch (RefusedByService refused) {
        if (refused.over()) {
          journal.startOver();
        }
        throw refused;
      }
    }

    private StartedEnrolment started(Mailbox mailbox, boolean newCode) {
      var earlier = journal.started();
      if (earlier.isPresent()) {
        if (newCode) {
          service.sendCodeAgain(earlier.get());
        }
        progress.step(
            "going on with an enrolment begun earlier; the "
                + (newCode ? "new " : "")
                + "code is in the mail to "
                + mailbox);
        return earlier.get();
      }
      StartedEnrolment fresh = service.start(mailbox);
      journal.started(fresh);
      progress.step("a mail with a code is on its way to " + mailbox);
      return fresh;
    }

    private ProvedOrder proved(StartedEnrolment enrolment, Mailbox mailbox) {
      while (true) {
        String code = codes.codeFor(mailbox);
        try {
          return service.prove(enrolment, code);
        } catch (RefusedByService refused) {
          if (!refused.wrongInput() || !codes.canTryAgain()) {
            throw refused;
          }
          progress.step(refused.getMessage() + "; " + refused.whatToDo());
        }
      }
    }
  }

  private Identity fetch(
      Mailbox mailbox,
      ProvedOrder order,
      EnrolmentJournal journal,
      Patience patience,
      Progress progress) {
    TrustAnchors anchors = TrustAnchors.ofPem(order.trustAnchors());
    CmpMessages messages = new CmpMessages(anchors, clock, random);
    CertificateTransaction transaction =
        new CertificateTransaction(journal, messages, transfer, patience);

    Chain signing =
        transaction.run(
            new CertificateTransaction.Parts<>(
                SIGNING,
                address(order, order.signingProfile()),
                new SharedSecret(order.reference(), order.secret()),
                () -> signingRequest(order, journal, messages),
                grant -> ownKeyCertified(grant, mailbox, anchors, key(journal, SIGNING)),
                true));
    progress.step(
        "the signing certificate is there, serial "
            + signing.leaf().getSerialNumber().toString(16));
    PrivateKey signingKey = key(journal, SIGNING).getPrivate();

    SigningCredential credential = new SigningCredential(signingKey, signing.withoutRoot());
    Delivered encryption =
        transaction.run(
            new CertificateTransaction.Parts<>(
                ENCRYPTION,
                address(order, encryptionProfile(order)),
                credential,
                () ->
                    messages.encryptionRequest(
                        credential, order.subject(), key(journal, ENCRYPTION).getPublic()),
                grant -> delivered(grant, mailbox, anchors, key(journal, ENCRYPTION)),
                false));
    progress.step(
        "the encryption certificate and its key are there, serial "
            + encryption.chain().leaf().getSerialNumber().toString(16)
            + "; the service keeps this key in escrow");
    return journal.finish(
        new FinishedPair(mailbox, signingKey, signing, encryption.key(), encryption.chain()));
  }

  private byte[] signingRequest(ProvedOrder order, EnrolmentJournal journal, CmpMessages messages) {
    return messages.signingRequest(
        new SharedSecret(order.reference(), order.secret()),
        order.subject(),
        key(journal, SIGNING));
  }

  private Chain ownKeyCertified(
      Grant grant, Mailbox mailbox, TrustAnchors anchors, KeyPair requested) {
    if (!java.util.Arrays.equals(
        grant.certificate().getPublicKey().getEncoded(), requested.getPublic().getEncoded())) {
      throw new NotVerified(
          Fault.local(
              "certificate-wrong",
              "a certificate is not what was asked for",
              "it certifies another key than the requested one",
              "do not use it; tell the operator of the service"));
    }
    return certified(grant, KeyUse.SIGNING, mailbox, anchors);
  }

  private Chain certified(Grant grant, KeyUse use, Mailbox mailbox, TrustAnchors anchors) {
    CertificateRules.requireFor(grant.certificate(), use, mailbox);
    return anchors.chain(grant.certificate(), grant.pool(), clock.instant());
  }

  /** An encryption certificate with its opened key. */
  private record Delivered(Chain chain, PrivateKey key) {}

  private Delivered delivered(
      Grant grant, Mailbox mailbox, TrustAnchors anchors, KeyPair deliveryKey) {
    Chain chain = certified(grant, KeyUse.ENCRYPTION, mailbox, anchors);
    PrivateKey key = new DeliveredKey(anchors, clock).open(grant, deliveryKey.getPrivate());
    return new Delivered(chain, key);
  }

  private KeyPair key(EnrolmentJournal journal, String name) {
    return journal
        .key(name)
        .orElseGet(
            () -> {
              KeyPair fresh = freshKey();
              journal.key(name, fresh);
              return fresh;
            });
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

  private static URI address(ProvedOrder order, String profile) {
    return URI.create(order.cmp() + "/p/" + profile);
  }

  private static String encryptionProfile(ProvedOrder order) {
    String wanted = ProfileName.ENCRYPTION.value();
    if (!order.encryptionProfiles().contains(wanted)) {
      throw new VouchsealException(
          Fault.local(
              "profile-missing",
              "this enrolment gives no encryption key",
              "its profiles are " + order.encryptionProfiles() + ", needed is " + wanted,
              "ask the registration authority which profiles it offers"),
          false);
    }
    return wanted;
  }
}
