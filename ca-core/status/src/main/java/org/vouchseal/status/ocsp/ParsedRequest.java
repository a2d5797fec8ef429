package org.vouchseal.status.ocsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.asn1.DerScan;

/**
 * What a request asks for (RFC 6960 §4.1). A signature of the requester is not looked at: every
 * answer is public.
 *
 * @param ids in their order, at least one
 * @param nonce the extension as sent, to be echoed whole; 1 to 128 octets inside (RFC 9654 §2.1)
 */
record ParsedRequest(List<CertID> ids, Optional<Extension> nonce) {

  private static final DerLimits LIMITS = new DerLimits(64 * 1024, 16, 2_000);
  private static final int V1 = 0;
  private static final int MAX_NONCE = 128;

  /** The request; empty when it is malformed or asks what must not be ignored. */
  static Optional<ParsedRequest> read(byte[] der) {
    if (DerScan.fault(der, LIMITS).isPresent()) {
      return Optional.empty();
    }
    try {
      return parse(OCSPRequest.getInstance(ASN1Primitive.fromByteArray(der)).getTbsRequest());
    } catch (java.io.IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<ParsedRequest> parse(TBSRequest request) {
    if (!request.getVersion().hasValue(V1)) {
      return Optional.empty();
    }
    List<CertID> ids = new ArrayList<>();
    for (ASN1Encodable element : request.getRequestList()) {
      Request one = Request.getInstance(element);
      if (hasUnknownCritical(one.getSingleRequestExtensions())) {
        return Optional.empty();
      }
      ids.add(one.getReqCert());
    }
    Extensions extensions = request.getRequestExtensions();
    if (ids.isEmpty() || hasUnknownCritical(extensions)) {
      return Optional.empty();
    }
    @Nullable Extension nonce =
        extensions == null
            ? null
            : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    return nonce == null || isNonce(nonce)
        ? Optional.of(new ParsedRequest(ids, Optional.ofNullable(nonce)))
        : Optional.empty();
  }

  private static boolean isNonce(Extension nonce) {
    int length = ASN1OctetString.getInstance(nonce.getParsedValue()).getOctets().length;
    return length >= 1 && length <= MAX_NONCE;
  }

  private static boolean hasUnknownCritical(@Nullable Extensions extensions) {
    if (extensions == null) {
      return false;
    }
    for (ASN1ObjectIdentifier oid : extensions.getCriticalExtensionOIDs()) {
      if (!oid.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)) {
        return true;
      }
    }
    return false;
  }
}
