package org.vouchseal.status.ocsp;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.vouchseal.hsm.Token;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.responder.ResponderKey;

/**
 * Answers what can be answered: an answer without nonce serves again, all others are signed now.
 */
final class StatusAnswers {

  private final RecentStatuses statuses;
  private final Delegates delegates;
  private final SharedAnswers shared;
  private final SignedResponses signed;
  private final Token token;
  private final Clock clock;
  private final OcspSettings settings;

  StatusAnswers(
      RecentStatuses statuses,
      Delegates delegates,
      SignedResponses signed,
      Token token,
      Clock clock,
      OcspSettings settings) {
    this.statuses = statuses;
    this.delegates = delegates;
    this.shared = new SharedAnswers(settings.validity());
    this.signed = signed;
    this.token = token;
    this.clock = clock;
    this.settings = settings;
  }

  /** The answer that serves again, when nothing has to be looked up for it. */
  Optional<OcspAnswer> atHand(byte[] request) {
    return CertIdOctets.in(request).flatMap(id -> shared.find(id, statuses::recent, now()));
  }

  /** Whether it asks for a serial number of which this node does not know that it was issued. */
  boolean isOfStrangers(ParsedRequest request, ResponderKey responder) {
    return !statuses.haveMet(responder.issuer(), serials(request));
  }

  /** The answer; empty when the responder has no certificate that is valid now. */
  Optional<OcspAnswer> answer(ParsedRequest request, ResponderKey responder) {
    Instant now = now();
    List<CertificateStatus> found = statuses.find(responder.issuer(), serials(request));
    if (request.nonce().isPresent() || request.ids().size() > 1) {
      return signed(request, responder, found, now);
    }
    CertID id = request.ids().get(0);
    CertificateStatus status = found.get(0);
    Optional<OcspAnswer> known =
        shared.find(SharedAnswers.octets(id), (issuer, serial) -> found.stream().findFirst(), now);
    if (known.isPresent()) {
      return known;
    }
    Optional<OcspAnswer> answer = signed(request, responder, found, now);
    answer.ifPresent(made -> shared.keep(responder, id, status, made));
    return answer;
  }

  private Optional<OcspAnswer> signed(
      ParsedRequest request, ResponderKey responder, List<CertificateStatus> found, Instant now) {
    return delegates
        .of(responder)
        .filter(delegate -> delegate.notAfter().isAfter(now))
        .map(delegate -> sign(request, responder, found, freshness(now, delegate), delegate));
  }

  private OcspAnswer sign(
      ParsedRequest request,
      ResponderKey responder,
      List<CertificateStatus> found,
      Freshness freshness,
      Delegate delegate) {
    List<SingleResponse> responses = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      responses.add(signed.single(request.ids().get(i), found.get(i), freshness));
    }
    byte[] der =
        signed.sign(
            responses, request.nonce(), freshness, token.signing(responder.purpose()), delegate);
    return request.nonce().isPresent()
        ? OcspAnswer.notStored(der)
        : OcspAnswer.stored(der, freshness);
  }

  /** No answer outlives the certificate under which it is verified. */
  private Freshness freshness(Instant now, Delegate delegate) {
    Instant end = now.plus(settings.validity());
    return new Freshness(now, delegate.notAfter().isBefore(end) ? delegate.notAfter() : end);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static List<BigInteger> serials(ParsedRequest request) {
    return request.ids().stream().map(id -> id.getSerialNumber().getValue()).toList();
  }
}
