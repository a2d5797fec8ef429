package org.vouchseal.keyservice.archive;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.keyservice.binding.BindRequest;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyRequest;
import org.vouchseal.keyservice.central.EntitledOrders;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.EscrowRefused;
import org.vouchseal.keyservice.escrow.EscrowRequest;
import org.vouchseal.keyservice.escrow.StoreEscrow;
import org.vouchseal.keyservice.key.AdoptClientKey;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes an encryption key that its client made into escrow.
 *
 * <p>Guarantees: order and message are verified here, whatever issuing made of them; the private
 * key reproduces the template's publicKey; it is in escrow when the receipt exists; the same
 * message under the same order always gives the same receipt. Not checked, and issuing's to check
 * before: revocation of the signing certificate, whether the order's use is open, and whether the
 * key was certified before for signing.
 */
public final class ArchiveClientKey {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveClientKey.class);

  /** One text for everything that may be wrong inside an envelope. */
  private static final CentralKeyOutcome.Refused NOT_THE_KEY =
      Reason.BAD_POP.because(
          "control pkiArchiveOptions does not hold the private key of publicKey with your reference"
              + " or mailbox");

  private final EntitledOrders orders;
  private final ArchiveVerifier requests;
  private final BindRequest binding;
  private final ArchiveEnvelopes envelopes;
  private final AdoptClientKey adoption;
  private final StoreEscrow escrow;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final HaltPoint haltPoint;

  public ArchiveClientKey(
      EntitledOrders orders,
      ArchiveVerifier requests,
      BindRequest binding,
      ArchiveEnvelopes envelopes,
      AdoptClientKey adoption,
      StoreEscrow escrow,
      Transactions transactions,
      AuditTrail audit,
      HaltPoint haltPoint) {
    this.orders = orders;
    this.requests = requests;
    this.binding = binding;
    this.envelopes = envelopes;
    this.adoption = adoption;
    this.escrow = escrow;
    this.transactions = transactions;
    this.audit = audit;
    this.haltPoint = haltPoint;
  }

  /** Never inside a transaction of the caller. */
  public CentralKeyOutcome archive(CentralKeyRequest request) {
    if (!request.profile().equals(ProfileName.ENCRYPTION_CLIENT)) {
      return Reason.NOT_AUTHORIZED.because(
          "profile " + request.profile() + " takes no keys of clients");
    }
    try {
      return orders
          .find(request)
          .then(
              order ->
                  requests
                      .verify(request.pkiMessage(), order)
                      .then(verified -> bound(order, verified)))
          .<CentralKeyOutcome>fold(escrowed -> escrowed, refused -> refused);
    } catch (StoreUnavailable | TokenUnavailable notNow) {
      LOG.warn("no key can be taken into escrow now", notNow);
      return Reason.UNAVAILABLE.because(
          "the key service cannot work now; repeat the same request later");
    }
  }

  private Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> bound(
      EnrolmentOrder order, VerifiedArchive verified) {
    return binding
        .refusal(order, verified.requestDigest(), verified.sender().signer())
        .<Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused>>map(
            why -> Outcome.refused(Reason.NOT_AUTHORIZED.because(why)))
        .orElseGet(
            () ->
                envelopes
                    .read(verified.envelopedData())
                    .<Outcome<ArchiveEnvelopes.Closed, CentralKeyOutcome.Refused>>fold(
                        Outcome::of, why -> Outcome.refused(Reason.BAD_REQUEST.because(why)))
                    .then(closed -> opened(order, verified, closed)));
  }

  private Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> opened(
      EnrolmentOrder order, VerifiedArchive verified, ArchiveEnvelopes.Closed closed) {
    transactions.run(() -> tell("archive.opening", order, verified));
    Optional<EncryptionKeyPair> adopted = adopted(order, verified, closed);
    if (adopted.isEmpty()) {
      transactions.run(() -> tell("archive.refused", order, verified));
      return Outcome.refused(NOT_THE_KEY);
    }
    try (EncryptionKeyPair pair = adopted.get()) {
      haltPoint.reached("escrow.before");
      Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> stored =
          stored(order, verified, pair);
      haltPoint.reached("escrow.after");
      return stored;
    }
  }

  private Optional<EncryptionKeyPair> adopted(
      EnrolmentOrder order, VerifiedArchive verified, ArchiveEnvelopes.Closed closed) {
    Optional<byte[]> privateKeyInfo = closed.open(ExpectedKey.of(order, verified));
    try {
      return privateKeyInfo.flatMap(key -> adoption.adopt(verified.subjectPublicKeyInfo(), key));
    } finally {
      privateKeyInfo.ifPresent(key -> Arrays.fill(key, (byte) 0));
    }
  }

  private Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> stored(
      EnrolmentOrder order, VerifiedArchive verified, EncryptionKeyPair pair) {
    try {
      EscrowRecord record =
          escrow.archive(
              new EscrowRequest(
                  order,
                  ProfileName.ENCRYPTION_CLIENT,
                  verified.transactionId(),
                  verified.requestDigest(),
                  pair.algorithm()),
              pair);
      return Outcome.of(
          new CentralKeyOutcome.Escrowed(
              record.receipt(),
              record.receiptSignature(),
              record.subjectPublicKeyInfo(),
              Optional.empty()));
    } catch (DuplicateKey sameKeyBefore) {
      return Outcome.refused(
          Reason.BAD_CERT_TEMPLATE.because("the key is in escrow already; make a new one"));
    } catch (EscrowRefused closed) {
      LOG.warn("a gate of escrow is closed to {}: {}", verified, closed.getMessage());
      return Outcome.refused(NOT_THE_KEY);
    }
  }

  private void tell(String type, EnrolmentOrder order, VerifiedArchive verified) {
    audit.append(
        new AuditEvent(
            type,
            verified.sender().actor(),
            "order:" + order.reference(),
            Map.of("requestDigest", verified.requestDigest())));
  }
}
