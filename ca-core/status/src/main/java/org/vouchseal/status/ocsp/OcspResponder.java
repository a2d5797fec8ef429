package org.vouchseal.status.ocsp;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.certificate.CertificateStatuses;
import org.vouchseal.status.responder.ResponderCertificateStore;
import org.vouchseal.status.responder.ResponderKey;

/**
 * Answers OCSP requests for the certificates of both issuing CAs, signed by the delegate of the CA
 * that is asked for: live for a nonce, else from a cache that knows every revocation older than
 * {@link OcspSettings#statusAge}.
 *
 * <p>Never says "good" of a serial number that was not issued: that is "unknown". Another CA's
 * certificate is answered with the error unauthorized, unsigned. A revoked certificate stays
 * revoked after it expired. Safe for many threads.
 */
public final class OcspResponder {

  private static final Logger LOG = LoggerFactory.getLogger(OcspResponder.class);

  private final List<IssuerIdentity> issuers;
  private final StatusAnswers answers;
  private final Semaphore nonces;
  private final Semaphore strangers;
  private final OcspSettings settings;

  public OcspResponder(
      Transactions transactions,
      CertificateStatuses statuses,
      ResponderCertificateStore certificates,
      PkiDirectory directory,
      Token token,
      CryptoProviders providers,
      Clock clock,
      OcspSettings settings) {
    LongSupplier nanos = System::nanoTime;
    this.issuers = identities(directory, providers);
    this.answers =
        new StatusAnswers(
            new RecentStatuses(transactions, statuses, settings.statusAge(), nanos),
            new Delegates(
                transactions, certificates, token, providers, settings.statusAge(), nanos),
            new SignedResponses(providers),
            token,
            clock,
            settings);
    this.nonces = new Semaphore(settings.noncesAtOnce());
    this.strangers = new Semaphore(settings.strangersAtOnce());
    this.settings = settings;
  }

  /** Answers a request; never throws for any content, nor when the database is away. */
  public OcspAnswer respond(byte[] request) {
    Optional<OcspAnswer> known = answers.atHand(request);
    return known.isPresent() ? known.get() : read(request);
  }

  private OcspAnswer read(byte[] request) {
    Optional<ParsedRequest> parsed = ParsedRequest.read(request);
    if (parsed.isEmpty() || parsed.get().ids().size() > settings.maxCertIds()) {
      return error(OCSPResponseStatus.MALFORMED_REQUEST);
    }
    Optional<IssuerIdentity> issuer = commonIssuer(parsed.get().ids());
    if (issuer.isEmpty()) {
      return error(OCSPResponseStatus.UNAUTHORIZED);
    }
    try {
      return request(parsed.get(), issuer.get().responder());
    } catch (StoreUnavailable e) {
      LOG.warn("OCSP has no database", e);
      return error(OCSPResponseStatus.TRY_LATER);
    } catch (RuntimeException e) {
      LOG.error("OCSP cannot answer", e);
      return error(OCSPResponseStatus.INTERNAL_ERROR);
    }
  }

  /** The answer to octets that never were a request, e.g. text that is not base64. */
  public OcspAnswer malformed() {
    return error(OCSPResponseStatus.MALFORMED_REQUEST);
  }

  /**
   * Whoever floods us with nonces, or with serial numbers out of the air, takes no thread of the
   * others: each of these needs a signature, which serves nobody else.
   */
  private OcspAnswer request(ParsedRequest request, ResponderKey responder) {
    if (request.nonce().isPresent()) {
      return inTurn(nonces, request, responder);
    }
    return answers.isOfStrangers(request, responder)
        ? inTurn(strangers, request, responder)
        : answer(request, responder);
  }

  private OcspAnswer inTurn(Semaphore turns, ParsedRequest request, ResponderKey responder) {
    if (!turns.tryAcquire()) {
      return error(OCSPResponseStatus.TRY_LATER);
    }
    try {
      return answer(request, responder);
    } finally {
      turns.release();
    }
  }

  private OcspAnswer answer(ParsedRequest request, ResponderKey responder) {
    return answers
        .answer(request, responder)
        .orElseGet(
            () -> {
              LOG.error("the OCSP responder for {} has no valid certificate", responder.issuer());
              return error(OCSPResponseStatus.TRY_LATER);
            });
  }

  private Optional<IssuerIdentity> commonIssuer(List<CertID> ids) {
    return issuers.stream().filter(issuer -> ids.stream().allMatch(issuer::isNamedBy)).findFirst();
  }

  private OcspAnswer error(int status) {
    return OcspAnswer.notStored(SignedResponses.error(status));
  }

  private static List<IssuerIdentity> identities(
      PkiDirectory directory, CryptoProviders providers) {
    List<IssuerIdentity> identities = new ArrayList<>();
    for (ResponderKey responder : ResponderKey.values()) {
      identities.add(
          new IssuerIdentity(responder, directory.certificate(responder.issuer()), providers));
    }
    return List.copyOf(identities);
  }
}
