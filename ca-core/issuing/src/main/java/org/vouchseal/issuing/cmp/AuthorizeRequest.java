package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.Transactions;

/**
 * Judges a request for a certificate whose sender is known: profile, order, template, proof of
 * possession. Changes nothing.
 */
final class AuthorizeRequest {

  private final Transactions transactions;
  private final SignerRights rights;
  private final TemplateRules templates;
  private final ProofOfPossession proofs;
  private final Clock clock;

  AuthorizeRequest(
      CmpParts parts, SignerRights rights, TemplateRules templates, ProofOfPossession proofs) {
    this.transactions = parts.transactions();
    this.rights = rights;
    this.templates = templates;
    this.proofs = proofs;
    this.clock = parts.clock();
  }

  Outcome<AuthorizedRequest, CmpRefusal> authorize(Conversation conversation) {
    ReceivedMessage message = conversation.message();
    boolean underMac = conversation.requester().kind().isMac();
    return profile(conversation)
        .then(profile -> Route.of(message.bodyType(), underMac, profile))
        .then(
            route ->
                order(conversation.requester(), route)
                    .then(order -> judged(message, route, order)));
  }

  private static Outcome<ProfileName, CmpRefusal> profile(Conversation conversation) {
    Optional<ProfileName> byPath = conversation.path().profile();
    Optional<String> byHeader = conversation.message().header().certProfiles().stream().findFirst();
    if (byHeader.isEmpty()) {
      return Outcome.of(byPath.orElse(ProfileName.SIGNING));
    }
    Optional<ProfileName> named = CmpPath.profile(byHeader.get());
    if (named.isEmpty()) {
      return Outcome.refused(
          CmpFailure.BAD_CERT_TEMPLATE.because("certProfile names a profile that does not exist"));
    }
    return byPath.isPresent() && !byPath.equals(named)
        ? Outcome.refused(
            CmpFailure.BAD_REQUEST.because("certProfile and the address name two profiles"))
        : Outcome.of(named.get());
  }

  private Outcome<Order, CmpRefusal> order(Requester requester, Route route) {
    Outcome<Order, CmpRefusal> order =
        requester.fold(
            secret -> Outcome.of(secret.order()),
            signature -> transactions.run(() -> rights.order(signature)));
    return order.then(
        found -> {
          if (!found.profiles().contains(route.profile())) {
            return Outcome.refused(
                CmpFailure.NOT_AUTHORIZED.because(
                    "profile " + route.profile() + " was not ordered for this enrolment"));
          }
          return found.usableAt(clock.instant())
              ? Outcome.of(found)
              : Outcome.refused(
                  CmpFailure.NOT_AUTHORIZED.because(
                      "the enrolment is revoked or its validation expired"));
        });
  }

  private Outcome<AuthorizedRequest, CmpRefusal> judged(
      ReceivedMessage message, Route route, Order order) {
    return CertificationRequest.read(message)
        .then(
            request ->
                templates
                    .check(request.template(), order)
                    .then(
                        modified ->
                            route.isCentral()
                                ? central(message, route, order, request, modified)
                                : local(message, route, order, request, modified)));
  }

  private Outcome<AuthorizedRequest, CmpRefusal> local(
      ReceivedMessage message,
      Route route,
      Order order,
      CertificationRequest request,
      boolean modified) {
    if (!request.hasKey() && !request.raVerified()) {
      CmpFailure failure =
          request.popAbsent() ? CmpFailure.NOT_AUTHORIZED : CmpFailure.BAD_CERT_TEMPLATE;
      return Outcome.refused(
          failure.because(
              "profile "
                  + route.profile()
                  + " certifies a key of the client, the template has none"));
    }
    return proofs
        .verify(message, 0)
        .then(key -> Outcome.of(new AuthorizedRequest(route, order, modified, Optional.of(key))));
  }

  private static Outcome<AuthorizedRequest, CmpRefusal> central(
      ReceivedMessage message,
      Route route,
      Order order,
      CertificationRequest request,
      boolean modified) {
    if (request.hasKey()) {
      return request.raVerified()
          ? Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because("raVerified is for registration authorities only"))
          : Outcome.refused(
              CmpFailure.BAD_CERT_TEMPLATE.because(
                  "keys of profile " + route.profile() + " are made by us, leave out publicKey"));
    }
    if (!request.asksForCentralKey()) {
      return Outcome.refused(CmpFailure.BAD_POP.because("popo proves possession of no key"));
    }
    if (!deliverable(message, route, request)) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "the key can be delivered to control protocolEncrKey only: the signer's certificate"
                  + " has no keyUsage for it"));
    }
    return Outcome.of(new AuthorizedRequest(route, order, modified, Optional.empty()));
  }

  /** The key service decides on delivery; what can have none is not worth a key. */
  private static boolean deliverable(
      ReceivedMessage message, Route route, CertificationRequest request) {
    if (!route.deliversKey() || route.underMac() || request.deliveryKey()) {
      return true;
    }
    return route.profile().equals(ProfileName.ENCRYPTION) && signerDecrypts(message);
  }

  private static boolean signerDecrypts(ReceivedMessage message) {
    KeyUsage usage =
        KeyUsage.fromExtensions(
            Certificate.getInstance(message.extraCerts().get(0))
                .getTBSCertificate()
                .getExtensions());
    return usage != null
        && (usage.hasUsages(KeyUsage.keyAgreement) || usage.hasUsages(KeyUsage.keyEncipherment));
  }
}
