package org.vouchseal.status.ocsp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignatureVerdict;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;

/**
 * Builds responses (RFC 6960 §4.2): times in whole seconds, responder by key, delegate included.
 *
 * <p>A signature is verified again under the certificate that goes with it before it leaves, when
 * many will rely on it or nothing was verified under that certificate yet. The answer to a nonce
 * has one reader, who verifies it (ADR 17).
 */
final class SignedResponses {

  private final ForeignSignatures signatures;

  private volatile @Nullable Times last;

  /** Moments as answers carry them, which within a second are the same for all. */
  private record Times(
      Freshness of, ASN1GeneralizedTime thisUpdate, ASN1GeneralizedTime nextUpdate) {}

  SignedResponses(CryptoProviders providers) {
    this.signatures = new ForeignSignatures(providers);
  }

  /** An unsigned error. */
  static byte[] error(int status) {
    return der(new OCSPResponse(new OCSPResponseStatus(status), null));
  }

  /** The CertID goes back as it came: clients compare it whole. */
  SingleResponse single(CertID id, CertificateStatus status, Freshness freshness) {
    CertStatus certStatus =
        status.<CertStatus>fold(
            CertStatus::new,
            (at, reason) -> new CertStatus(new RevokedInfo(time(at), reason(reason))),
            () -> new CertStatus(2, DERNull.INSTANCE));
    Times times = times(freshness);
    return new SingleResponse(
        id, certStatus, times.thisUpdate(), times.nextUpdate(), (Extensions) null);
  }

  /** BouncyCastle makes a formatter of its own for every moment that it writes. */
  private Times times(Freshness freshness) {
    Times known = last;
    if (known != null && known.of().equals(freshness)) {
      return known;
    }
    Times made = new Times(freshness, time(freshness.thisUpdate()), time(freshness.nextUpdate()));
    last = made;
    return made;
  }

  /**
   * A whole answer, produced at its thisUpdate; {@code IllegalStateException} when its signature
   * does not verify.
   */
  byte[] sign(
      List<SingleResponse> responses,
      Optional<Extension> nonce,
      Freshness freshness,
      SigningKey key,
      Delegate delegate) {
    ResponseData data =
        new ResponseData(
            delegate.id(),
            times(freshness).thisUpdate(),
            new DERSequence(responses.toArray(ASN1Encodable[]::new)),
            nonce.map(Extensions::new).orElse(null));
    AlgorithmIdentifier algorithm = identifier(key.algorithm());
    byte[] signed = der(data);
    byte[] signature = key.sign(signed);
    if (nonce.isEmpty() || !delegate.isProved()) {
      verify(algorithm, delegate, signed, signature);
    }
    BasicOCSPResponse basic =
        new BasicOCSPResponse(
            data, algorithm, new DERBitString(signature), delegate.certificates());
    return der(
        new OCSPResponse(
            new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
            new ResponseBytes(
                OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(der(basic)))));
  }

  private void verify(
      AlgorithmIdentifier algorithm, Delegate delegate, byte[] signed, byte[] signature) {
    SignatureVerdict verdict = signatures.verify(algorithm, delegate.key(), signed, signature);
    if (verdict != SignatureVerdict.VALID) {
      throw new IllegalStateException("an OCSP answer was signed and does not verify: " + verdict);
    }
    delegate.prove();
  }

  /** A reason is never written as unspecified: it is left out (RFC 5280 §5.3.1). */
  private static @Nullable CRLReason reason(RevocationReason reason) {
    return reason == RevocationReason.UNSPECIFIED ? null : CRLReason.lookup(reason.code());
  }

  private static ASN1GeneralizedTime time(Instant instant) {
    return new DERGeneralizedTime(Date.from(instant));
  }

  private static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(algorithm.oid());
    return switch (algorithm) {
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> new AlgorithmIdentifier(oid, DERNull.INSTANCE);
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519 -> new AlgorithmIdentifier(oid);
    };
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("an OCSP answer cannot be encoded", e);
    }
  }
}
