package org.vouchseal.status.ocsp;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.certificate.CertificateStatuses;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.responder.ResponderCertificate;
import org.vouchseal.status.responder.ResponderCertificateStore;
import org.vouchseal.status.responder.ResponderKey;

/**
 * Answers OCSP requests for the certificates of both issuing CAs, signed live by the delegate of
 * the CA that is asked for.
 *
 * <p>Never says "good" of a serial number that was not issued: that is "unknown". Another CA's
 * certificate is answered with the error unauthorized, unsigned. A revoked certificate stays
 * revoked after it expired. Safe for many threads.
 */
public final class OcspResponder {

  private static final Logger LOG = LoggerFactory.getLogger(OcspResponder.class);

  private final Transactions transactions;
  private final CertificateStatuses statuses;
  private final ResponderCertificateStore certificates;
  private final List<IssuerIdentity> issuers;
  private final SignedResponses signed;
  private final Token token;
  private final Clock clock;
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
    this.transactions = transactions;
    this.statuses = statuses;
    this.certificates = certificates;
    this.issuers = identities(directory, providers);
    this.signed = new SignedResponses(providers);
    this.token = token;
    this.clock = clock;
    this.settings = settings;
  }

  /** Answers a request; never throws for any content, nor when the database is away. */
  public OcspAnswer respond(byte[] request) {
    Optional<ParsedRequest> parsed = ParsedRequest.read(request);
    if (parsed.isEmpty() || parsed.get().ids().size() > settings.maxCertIds()) {
      return error(OCSPResponseStatus.MALFORMED_REQUEST);
    }
    Optional<IssuerIdentity> issuer = commonIssuer(parsed.get().ids());
    if (issuer.isEmpty()) {
      return error(OCSPResponseStatus.UNAUTHORIZED);
    }
    try {
      return answer(parsed.get(), issuer.get().responder());
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

  private OcspAnswer answer(ParsedRequest request, ResponderKey responder) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Freshness freshness = new Freshness(now, now.plus(settings.validity()));
    byte[] key = token.signing(responder.purpose()).publicKey().getEncoded();
    List<SingleResponse> responses = new ArrayList<>();
    Optional<ResponderCertificate> delegate =
        transactions.run(
            () -> {
              responses.clear();
              for (CertID id : request.ids()) {
                responses.add(
                    SignedResponses.single(
                        id,
                        statuses.find(responder.issuer(), id.getSerialNumber().getValue()),
                        freshness));
              }
              return certificates.newest(responder.issuer(), key);
            });
    if (delegate.filter(c -> c.notAfter().isAfter(now)).isEmpty()) {
      LOG.error("the OCSP responder for {} has no valid certificate", responder.issuer());
      return error(OCSPResponseStatus.TRY_LATER);
    }
    byte[] der =
        signed.sign(
            responses,
            request.nonce(),
            now,
            token.signing(responder.purpose()),
            delegate.get().der());
    return new OcspAnswer(
        der, request.nonce().isPresent() ? Optional.empty() : Optional.of(freshness));
  }

  private Optional<IssuerIdentity> commonIssuer(List<CertID> ids) {
    return issuers.stream().filter(issuer -> ids.stream().allMatch(issuer::isNamedBy)).findFirst();
  }

  private OcspAnswer error(int status) {
    return new OcspAnswer(SignedResponses.error(status), Optional.empty());
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
