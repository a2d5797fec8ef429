package org.vouchseal.issuing.cmp;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.issuing.cmp.OrderOfRequest.Found;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;

/**
 * Judges a request for a certificate whose sender is known: profile, order, template, proof of
 * possession. Changes nothing.
 */
final class AuthorizeRequest {

  private final Routes routes;
  private final Awaiting awaiting;
  private final OrderOfRequest orders;
  private final TemplateRules templates;
  private final RenewalRules renewals;
  private final ProofOfPossession proofs;
  private final IssueCertificate issuance;
  private final Clock clock;

  AuthorizeRequest(
      CmpParts parts,
      OrderOfRequest orders,
      TemplateRules templates,
      RenewalRules renewals,
      ProofOfPossession proofs) {
    this.routes = parts.rules().routes();
    this.awaiting = parts.rules().awaiting();
    this.orders = orders;
    this.templates = templates;
    this.renewals = renewals;
    this.proofs = proofs;
    this.issuance = parts.issuance();
    this.clock = parts.clock();
  }

  Outcome<AuthorizedRequest, CmpRefusal> authorize(Conversation conversation) {
    BodyType body = conversation.request().bodyType();
    return profile(conversation)
        .then(profile -> routes.of(body, conversation.requester().credential(), profile))
        .then(
            route ->
                orders.find(conversation, route).then(found -> judged(conversation, route, found)));
  }

  /** The profile that address and certProfile name, signing when neither does. */
  static Outcome<ProfileName, CmpRefusal> profile(Conversation conversation) {
    Optional<ProfileName> byPath = conversation.path().profile();
    Optional<String> byHeader = conversation.request().header().certProfiles().stream().findFirst();
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

  private Outcome<AuthorizedRequest, CmpRefusal> judged(
      Conversation conversation, Route route, Found found) {
    return CertificationRequest.read(conversation.request())
        .then(request -> controlled(route, request))
        .then(
            request ->
                templates
                    .check(
                        new RequestedNames.Asked(
                            request.template(),
                            found.order(),
                            found.ordered().isEmpty(),
                            renewing(conversation.requester(), route)))
                    .then(names -> keyed(conversation, route, found, request, names)));
  }

  /** The certificate that a renewal is signed with. */
  private static Optional<X509CertificateHolder> renewing(Requester requester, Route route) {
    return route.wanted() == Wanted.RENEWAL
        ? requester.fold(
            secret -> Optional.empty(),
            signature -> Optional.of(signature.signer().holder()),
            authority -> Optional.empty())
        : Optional.empty();
  }

  private static Outcome<CertificationRequest, CmpRefusal> controlled(
      Route route, CertificationRequest request) {
    return ArchiveRules.refusal(route, request)
        .<Outcome<CertificationRequest, CmpRefusal>>map(Outcome::refused)
        .orElseGet(() -> Outcome.of(request));
  }

  private Outcome<AuthorizedRequest, CmpRefusal> keyed(
      Conversation conversation,
      Route route,
      Found found,
      CertificationRequest request,
      CertifiedNames names) {
    Order order = found.order();
    Optional<Awaited> awaited =
        awaiting.before(route, order, conversation.known(), clock.instant());
    if (route.isArchived()) {
      return ArchiveRules.key(request)
          .then(
              key ->
                  Outcome.of(
                      new AuthorizedRequest(
                          route,
                          order,
                          names,
                          found.ordered(),
                          awaited,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.of(key))));
    }
    return key(conversation, route, request)
        .then(
            key ->
                renewed(conversation.requester(), route, request, key)
                    .then(
                        renewed ->
                            Outcome.of(
                                new AuthorizedRequest(
                                    route,
                                    order,
                                    names,
                                    found.ordered(),
                                    awaited,
                                    renewed,
                                    key,
                                    Optional.empty()))));
  }

  /** The client's key with its possession proved; empty for a key that is made by us. */
  private Outcome<Optional<SubjectPublicKeyInfo>, CmpRefusal> key(
      Conversation conversation, Route route, CertificationRequest request) {
    return route.isCentral()
        ? central(conversation.request(), route, request)
            .<Outcome<Optional<SubjectPublicKeyInfo>, CmpRefusal>>map(Outcome::refused)
            .orElseGet(() -> Outcome.of(Optional.empty()))
        : local(conversation, route, request).then(key -> Outcome.of(Optional.of(key)));
  }

  private Outcome<Optional<SerialNumber>, CmpRefusal> renewed(
      Requester requester,
      Route route,
      CertificationRequest request,
      Optional<SubjectPublicKeyInfo> key) {
    if (route.wanted() != Wanted.RENEWAL) {
      return Outcome.of(Optional.empty());
    }
    return requester.fold(
        secret -> {
          throw new IllegalStateException("a renewal has no route under a secret");
        },
        signature ->
            renewals
                .refusal(request, key, signature.signer().holder())
                .<Outcome<Optional<SerialNumber>, CmpRefusal>>map(Outcome::refused)
                .orElseGet(() -> Outcome.of(Optional.of(signature.serial()))),
        authority -> {
          throw new IllegalStateException("a renewal has no route under an authority");
        });
  }

  private Outcome<SubjectPublicKeyInfo, CmpRefusal> local(
      Conversation conversation, Route route, CertificationRequest request) {
    ReceivedMessage message = conversation.request();
    if (!request.hasKey() && !request.raVerified()) {
      CmpFailure failure =
          request.popAbsent() ? CmpFailure.NOT_AUTHORIZED : CmpFailure.BAD_CERT_TEMPLATE;
      return Outcome.refused(
          failure.because(
              "profile "
                  + route.profile()
                  + " certifies a key of the client, the template has none"));
    }
    Optional<CmpRefusal> uncertifiable =
        request.hasKey() ? keyRefusal(route, request) : Optional.empty();
    if (uncertifiable.isPresent()) {
      return Outcome.refused(uncertifiable.get());
    }
    if (request.hasKey() && request.raVerified() && vouches(conversation.requester())) {
      return Outcome.of(request.template().getPublicKey());
    }
    return message.bodyType() == BodyType.P10CR
        ? proofs.verifyPkcs10(message)
        : proofs.verify(message, 0);
  }

  /** A key that is not certified is told as such, before its possession is looked at. */
  private Optional<CmpRefusal> keyRefusal(Route route, CertificationRequest request) {
    try {
      return issuance
          .keyRefusal(route.profile(), request.template().getPublicKey().getEncoded("DER"))
          .map(refused -> CmpFailure.BAD_CERT_TEMPLATE.because(refused.text()));
    } catch (IOException notEncodable) {
      return Optional.of(CmpFailure.BAD_CERT_TEMPLATE.because("publicKey cannot be encoded"));
    }
  }

  /** Whether the sender may say himself that the applicant proved possession (raVerified). */
  private static boolean vouches(Requester requester) {
    return requester.<Boolean>fold(
        secret -> false, signature -> false, authority -> authority.authority().raVerified());
  }

  private static Optional<CmpRefusal> central(
      ReceivedMessage message, Route route, CertificationRequest request) {
    if (request.hasKey()) {
      return Optional.of(
          request.raVerified()
              ? CmpFailure.NOT_AUTHORIZED.because("raVerified is for registration authorities only")
              : CmpFailure.BAD_CERT_TEMPLATE.because(
                  "keys of profile " + route.profile() + " are made by us, leave out publicKey"));
    }
    if (!request.asksForCentralKey()) {
      return Optional.of(CmpFailure.BAD_POP.because("popo proves possession of no key"));
    }
    return deliverable(message, route, request)
        ? Optional.empty()
        : Optional.of(
            CmpFailure.NOT_AUTHORIZED.because(
                "the key can be delivered to control protocolEncrKey only: the signer's"
                    + " certificate has no keyUsage for it"));
  }

  /** The key service decides on delivery; what can have none is not worth a key. */
  private static boolean deliverable(
      ReceivedMessage message, Route route, CertificationRequest request) {
    if (!route.deliversKey() || route.underMac() || request.controls().deliveryKey()) {
      return true;
    }
    return route.toSigner() && signerDecrypts(message);
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
