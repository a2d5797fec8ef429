package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.RefusedByService;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.SharedSecret;
import org.vouchseal.sdk.cmp.SigningCredential;
import org.vouchseal.sdk.cmp.Transfer;
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
    PairChecks checks = new PairChecks(mailbox, anchors, clock, random);
    CmpMessages messages = new CmpMessages(anchors, clock, random);
    CertificateTransaction transaction =
        new CertificateTransaction(journal, messages, transfer, patience);

    Chain signing =
        transaction.run(
            new CertificateTransaction.Parts<>(
                SIGNING,
                address(order, order.signingProfile()),
                new SharedSecret(order.reference(), order.secret()),
                () -> signingRequest(order, checks.key(journal, SIGNING), messages),
                grant -> checks.ownKeyCertified(grant, checks.key(journal, SIGNING)),
                true));
    progress.step(
        "the signing certificate is there, serial "
            + signing.leaf().getSerialNumber().toString(16));
    PrivateKey signingKey = checks.key(journal, SIGNING).getPrivate();

    SigningCredential credential = new SigningCredential(signingKey, signing.withoutRoot());
    RenewedPair.Encryption encryption =
        transaction.run(
            new CertificateTransaction.Parts<>(
                ENCRYPTION,
                address(order, encryptionProfile(order)),
                credential,
                () ->
                    messages.encryptionRequest(
                        credential, order.subject(), checks.key(journal, ENCRYPTION).getPublic()),
                grant -> checks.delivered(grant, checks.key(journal, ENCRYPTION)),
                false));
    progress.step(
        "the encryption certificate and its key are there, serial "
            + encryption.chain().leaf().getSerialNumber().toString(16)
            + "; the service keeps this key in escrow");
    return journal.finish(
        new FinishedPair(mailbox, signingKey, signing, encryption.key(), encryption.chain()));
  }

  private static byte[] signingRequest(ProvedOrder order, KeyPair key, CmpMessages messages) {
    return messages.signingRequest(
        new SharedSecret(order.reference(), order.secret()), order.subject(), key);
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
