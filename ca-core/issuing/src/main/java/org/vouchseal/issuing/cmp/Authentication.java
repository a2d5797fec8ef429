package org.vouchseal.issuing.cmp;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderSecrets;
import org.vouchseal.issuing.registrar.RegistrationAuthorities;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.ProtectionKind;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.cmp.SenderReference;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.messages.cmp.VerifiedSigner;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Transactions;

/**
 * Verifies the protection of a message and so finds out who sent it. A secret is found by senderKID
 * alone; an unknown reference costs the same work and gives the same answer as a wrong secret.
 */
final class Authentication {

  /** A look-up takes about one millisecond; whether it found something makes a tenth of that. */
  private static final Duration LOOK_UP_STEP = Duration.ofMillis(10);

  private final Transactions transactions;
  private final ArrivalStore arrivals;
  private final OrderSecrets secrets;
  private final RegistrationAuthorities authorities;
  private final SenderReference references;
  private final MacFailures failures;
  private final MacProtection macs;
  private final SignatureProtection signatures;
  private final AnswerProtection ourSignature;
  private final SecureRandom random;
  private final Clock clock;
  private final EvenPace pace = new EvenPace(LOOK_UP_STEP);

  Authentication(
      CmpParts parts,
      MacFailures failures,
      MacProtection macs,
      SignatureProtection signatures,
      AnswerProtection ourSignature) {
    this.transactions = parts.transactions();
    this.arrivals = parts.arrivals();
    this.secrets = parts.registrar().secrets();
    this.authorities = parts.registrar().authorities();
    this.references = parts.rules().references();
    this.failures = failures;
    this.macs = macs;
    this.signatures = signatures;
    this.ourSignature = ourSignature;
    this.random = parts.random();
    this.clock = parts.clock();
  }

  /**
   * What the database has about a message; within a transaction.
   *
   * @param transactionId whose transaction is looked for as well
   */
  Look look(
      Optional<byte[]> transactionId, ReceivedMessage message, Optional<ClientAddress> client) {
    Optional<ArrivalStore.Claim> claim =
        Optional.of(message.header().protection())
            .filter(ProtectionKind::isMac)
            .map(mac -> claim(kid(message), client));
    long start = System.nanoTime();
    ArrivalStore.Arrival found = arrivals.look(transactionId, claim);
    return new Look(found, Duration.ofNanos(System.nanoTime() - start));
  }

  private ArrivalStore.Claim claim(byte[] kid, Optional<ClientAddress> client) {
    String text = new String(kid, StandardCharsets.UTF_8);
    String looked = text.matches("[a-z0-9-]{1,64}") ? text : "-";
    return failures.claim(new Reference(looked), kid, client);
  }

  /** As below, for who has not looked; outside any transaction. */
  Outcome<Requester, CmpRefusal> requester(
      ReceivedMessage message, Optional<ClientAddress> client) {
    return requester(
        message, client, transactions.run(() -> look(Optional.empty(), message, client)));
  }

  /**
   * Who sent the message; the caller closes him.
   *
   * @param look what {@link #look} found for the same message
   */
  Outcome<Requester, CmpRefusal> requester(
      ReceivedMessage message, Optional<ClientAddress> client, Look look) {
    return switch (message.header().protection()) {
      case PBM, PBMAC1 -> underSecret(message, client, look);
      case SIGNATURE -> signatures.signer(message).then(signer -> underSignature(message, signer));
      case NONE ->
          Outcome.refused(CmpFailure.BAD_MESSAGE_CHECK.because("the message is not protected"));
      case INCOMPLETE ->
          Outcome.refused(
              CmpFailure.BAD_MESSAGE_CHECK.because(
                  "protectionAlg and protection must both be there"));
    };
  }

  /** How an error is protected for somebody whose message proves nothing. */
  AnswerProtection withoutProof(ReceivedMessage message) {
    return switch (message.header().protection()) {
      case SIGNATURE -> ourSignature;
      case NONE, INCOMPLETE, PBM, PBMAC1 -> AnswerProtection.none();
    };
  }

  /** A registered certificate is pinned: whoever issued it has no say. */
  private Outcome<Requester, CmpRefusal> underSignature(
      ReceivedMessage message, VerifiedSigner signer) {
    Optional<RegistrationAuthority> authority =
        transactions.run(() -> authorities.speaking(signer.certificate()));
    return authority.isPresent()
        ? Outcome.of(new Requester.UnderAuthority(authority.get(), ourSignature))
        : signatures
            .trusted(message, signer)
            .then(trusted -> Outcome.of(new Requester.UnderSignature(trusted, ourSignature)));
  }

  private Outcome<Requester, CmpRefusal> underSecret(
      ReceivedMessage message, Optional<ClientAddress> client, Look look) {
    Optional<CmpRefusal> unjudged =
        macs.refusalOfParameters(message).or(() -> failures.refusal(look.found()));
    if (unjudged.isPresent()) {
      return Outcome.refused(unjudged.get());
    }
    Optional<Order> known =
        look.found().order().filter(order -> order.secretUsableAt(clock.instant()));
    long start = System.nanoTime();
    byte[] octets = known.map(secrets::open).orElseGet(secrets::openNobodys);
    Duration lookUp = look.spent().plusNanos(System.nanoTime() - start);
    Outcome<Requester, CmpRefusal> outcome =
        known
            .map(order -> verified(message, order, octets))
            .orElseGet(() -> Outcome.refused(macs.refuseUnknown(message)));
    Arrays.fill(octets, (byte) 0);
    boolean busy = outcome.fault().filter(MacProtection.BUSY::equals).isPresent();
    if (outcome.result().isEmpty() && !busy) {
      pace.even(lookUp);
      failures.count(kid(message), client);
    }
    return outcome;
  }

  private Outcome<Requester, CmpRefusal> verified(
      ReceivedMessage message, Order order, byte[] octets) {
    MacSecret secret = MacSecret.of(octets);
    Outcome<Requester, CmpRefusal> outcome =
        macs.verify(message, secret)
            .then(
                parameters ->
                    Outcome.of(
                        new Requester.UnderSecret(
                            order,
                            parameters.kind(),
                            macs.answers(random, parameters, secret),
                            secret)));
    if (outcome.result().isEmpty()) {
      secret.close();
    }
    return outcome;
  }

  private byte[] kid(ReceivedMessage message) {
    return references.of(message.header()).orElse(new byte[0]);
  }

  /**
   * What the database has about a message.
   *
   * @param found the order in it is the one of that moment, and known only to who knows its secret:
   *     whoever acts on it locks it and looks again
   * @param spent how long it took to find out
   */
  record Look(ArrivalStore.Arrival found, Duration spent) {}
}
