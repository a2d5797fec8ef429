package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.SigningCredential;
import org.vouchseal.sdk.cmp.Transfer;
import org.vouchseal.sdk.x509.Chain;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * Renews a pair: a new signing key is certified under the old one, then under it the next
 * generation of the encryption key is fetched. What was encrypted before stays readable, since the
 * old encryption keys stay in the folder.
 *
 * <p>When the CA wants the mailbox to be proved again, the request waits, and the code is asked for
 * meanwhile. May be called again after any failure or crash, and goes on with the same keys and the
 * same messages; the identity's files are written when both certificates are confirmed.
 */
public final class RenewIdentity {

  private static final String SIGNING = "signing";
  private static final String ENCRYPTION = "encryption";
  private static final String NOTHING_MORE = "notAuthorized";

  private final URI cmp;
  private final EnrolmentService service;
  private final Transfer transfer;
  private final IdentityStore store;
  private final Clock clock;
  private final SecureRandom random;
  private final Pause pause;

  /**
   * @param cmp CMP address up to {@code /.well-known/cmp}
   */
  public RenewIdentity(
      URI cmp,
      EnrolmentService service,
      Transfer transfer,
      IdentityStore store,
      Clock clock,
      SecureRandom random,
      Pause pause) {
    this.cmp = cmp;
    this.service = service;
    this.transfer = transfer;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * Renews, or goes on with a renewal that was begun in this folder.
   *
   * @param newCode whether to have another mail sent when the mailbox is to be proved
   * @param patience how long to wait, all in all and without the time for the code, while the CA
   *     has not decided
   * @throws VouchsealException with what to do; see its subclasses
   */
  public Identity renew(
      Path folder, boolean newCode, Duration patience, CodeSource codes, Progress progress) {
    try (RenewalJournal journal = store.beginRenewal(folder)) {
      RenewableIdentity before = journal.before();
      Optional<Patience.Meanwhile> proof =
          before
              .enrolment()
              .map(
                  enrolment ->
                      new RenewalProof(
                          service, enrolment, before.mailbox(), newCode, codes, progress));
      return new Run(journal, new Patience(patience, clock, pause, progress, proof), progress)
          .renewed();
    }
  }

  private final class Run {

    private final RenewalJournal journal;
    private final RenewableIdentity before;
    private final Progress progress;
    private final CmpMessages messages;
    private final PairChecks checks;
    private final CertificateTransaction transaction;

    Run(RenewalJournal journal, Patience patience, Progress progress) {
      this.journal = journal;
      this.before = journal.before();
      this.progress = progress;
      TrustAnchors anchors = new TrustAnchors(List.of(before.signing().root()));
      this.messages = new CmpMessages(anchors, clock, random);
      this.checks = new PairChecks(before.mailbox(), anchors, clock, random);
      this.transaction = new CertificateTransaction(journal, messages, transfer, patience);
    }

    Identity renewed() {
      Chain signing = signing();
      progress.step("the new signing certificate is there, serial " + serial(signing));
      KeyPair key = checks.key(journal, SIGNING);
      RenewedPair.Encryption encryption;
      try {
        encryption = encryption(new SigningCredential(key.getPrivate(), signing.withoutRoot()));
      } catch (RefusedByCa refused) {
        if (refused.authentic() && refused.code().equals(NOTHING_MORE)) {
          // the new signing certificate is good, and it alone can be renewed from now on
          Identity unusedKept =
              journal.finish(new RenewedPair(key.getPrivate(), signing, Optional.empty()));
          progress.step("only the signing certificate was renewed");
        }
        throw refused;
      }
      progress.step(
          "the new encryption certificate and its key are there, serial "
              + serial(encryption.chain())
              + "; the service keeps this key in escrow");
      return journal.finish(new RenewedPair(key.getPrivate(), signing, Optional.of(encryption)));
    }

    private Chain signing() {
      SigningCredential old =
          new SigningCredential(before.signingKey(), before.signing().withoutRoot());
      return transaction.run(
          new CertificateTransaction.Parts<>(
              SIGNING,
              address(SIGNING),
              old,
              () -> messages.updateRequest(old, subject(), checks.key(journal, SIGNING)),
              grant -> checks.ownKeyCertified(grant, checks.key(journal, SIGNING)),
              true));
    }

    private RenewedPair.Encryption encryption(SigningCredential credential) {
      return transaction.run(
          new CertificateTransaction.Parts<>(
              ENCRYPTION,
              address(ENCRYPTION),
              credential,
              () ->
                  messages.encryptionRequest(
                      credential, subject(), checks.key(journal, ENCRYPTION).getPublic()),
              grant -> checks.delivered(grant, checks.key(journal, ENCRYPTION)),
              false));
    }

    /** That of the certificate; who has an empty one is named by his enrolment. */
    private String subject() {
      String own = before.signing().leaf().getSubjectX500Principal().getName();
      return own.isEmpty() ? "CN=" + before.enrolment().map(StartedEnrolment::id).orElse("") : own;
    }
  }

  private URI address(String profile) {
    return URI.create(cmp + "/p/" + profile);
  }

  private static String serial(Chain chain) {
    return chain.leaf().getSerialNumber().toString(16);
  }
}
