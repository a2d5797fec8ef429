package org.vouchseal.keyservice.central;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.keyservice.binding.BindRequest;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.EscrowRequest;
import org.vouchseal.keyservice.escrow.OpenEscrow;
import org.vouchseal.keyservice.escrow.StoreEscrow;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.secret.OrderSecrets;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.StoreUnavailable;

/**
 * Answers a request for a central key.
 *
 * <p>Guarantees: order and message are verified here, whatever issuing made of them; the delivery
 * key comes from the verified message only; nothing is stored for a request that could not be
 * delivered; the key is in escrow before its envelope exists; the same message under the same order
 * always gives the same key, in a fresh envelope; a signing key acts for one owner and a message
 * counts under one order. Not checked: revocation of the signing certificate, and whether the
 * order's use is open, which are issuing's.
 */
public final class GenerateCentralKey {

  private static final Logger LOG = LoggerFactory.getLogger(GenerateCentralKey.class);

  private final EntitledOrders orders;
  private final OrderSecrets secrets;
  private final RequestVerifier requests;
  private final BindRequest binding;
  private final StoreEscrow storeEscrow;
  private final OpenEscrow openEscrow;
  private final KeyPackages packages;
  private final DeliveryRules deliveries;
  private final HaltPoint haltPoint;

  public GenerateCentralKey(
      EntitledOrders orders,
      OrderSecrets secrets,
      RequestVerifier requests,
      BindRequest binding,
      StoreEscrow storeEscrow,
      OpenEscrow openEscrow,
      KeyPackages packages,
      DeliveryRules deliveries,
      HaltPoint haltPoint) {
    this.orders = orders;
    this.secrets = secrets;
    this.requests = requests;
    this.binding = binding;
    this.storeEscrow = storeEscrow;
    this.openEscrow = openEscrow;
    this.packages = packages;
    this.deliveries = deliveries;
    this.haltPoint = haltPoint;
  }

  /** Never inside a transaction of the caller. */
  public CentralKeyOutcome generate(CentralKeyRequest request) {
    try {
      return orders
          .find(request)
          .<CentralKeyOutcome>fold(order -> underOrder(request, order), refused -> refused);
    } catch (StoreUnavailable | TokenUnavailable notNow) {
      LOG.warn("no central key can be made now", notNow);
      return new CentralKeyOutcome.Refused(
          Reason.UNAVAILABLE, "the key service cannot work now; repeat the same request later");
    }
  }

  private CentralKeyOutcome underOrder(CentralKeyRequest request, EnrolmentOrder order) {
    boolean mac = requests.claimsMac(request.pkiMessage());
    if (mac && !deliveries.takesMac(request.profile())) {
      return new CentralKeyOutcome.Refused(
          Reason.NOT_AUTHORIZED,
          "profile " + request.profile() + " needs a message under a signing certificate");
    }
    Optional<MacSecret> secret = mac ? secrets.find(order) : Optional.empty();
    try {
      return requests
          .verify(request.pkiMessage(), order, secret)
          .then(
              ask ->
                  deliveries
                      .choose(request.profile(), ask, secret)
                      .then(choice -> bound(request.profile(), order, ask, choice)))
          .<CentralKeyOutcome>fold(escrowed -> escrowed, refused -> refused);
    } finally {
      secret.ifPresent(MacSecret::close);
    }
  }

  private Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> bound(
      ProfileName profile, EnrolmentOrder order, VerifiedAsk ask, DeliveryRules.Choice choice) {
    return binding
        .refusal(order, ask.requestDigest(), ask.sender().signer())
        .<Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused>>map(
            why -> Outcome.refused(Reason.NOT_AUTHORIZED.because(why)))
        .orElseGet(() -> escrowed(profile, order, ask, choice));
  }

  private Outcome<CentralKeyOutcome.Escrowed, CentralKeyOutcome.Refused> escrowed(
      ProfileName profile, EnrolmentOrder order, VerifiedAsk ask, DeliveryRules.Choice choice) {
    haltPoint.reached("escrow.before");
    EscrowRecord record =
        storeEscrow.store(
            new EscrowRequest(
                order, profile, ask.transactionId(), ask.requestDigest(), ask.algorithm()));
    haltPoint.reached("escrow.after");
    Optional<byte[]> envelope =
        choice.delivery() instanceof Delivery.Enveloped enveloped
            ? Optional.of(envelope(record, ask, choice.content(), enveloped))
            : Optional.empty();
    return Outcome.of(
        new CentralKeyOutcome.Escrowed(
            record.receipt(), record.receiptSignature(), record.subjectPublicKeyInfo(), envelope));
  }

  private byte[] envelope(
      EscrowRecord record, VerifiedAsk ask, KeyContent content, Delivery.Enveloped delivery) {
    try (EncryptionKeyPair pair =
        openEscrow
            .open(record.owner(), record.id(), ask.sender().actor(), "delivery")
            .orElseThrow(
                () -> new IllegalStateException("escrow record " + record.id() + " is gone"))) {
      return packages.envelop(pair, content, delivery);
    }
  }
}
