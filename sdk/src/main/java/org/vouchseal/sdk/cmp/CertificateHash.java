package org.vouchseal.sdk.cmp;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.sdk.x509.Certificates;

/**
 * The hash that a certConf carries: made with the hash of the certificate's own signature, or,
 * where that names none (EdDSA), with SHA-512 named in hashAlg, which takes pvno 3 (RFC 9810
 * §5.3.18).
 *
 * @param value the hash
 * @param named whether hashAlg must name SHA-512
 */
record CertificateHash(byte[] value, boolean named) {

  static CertificateHash of(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = algorithm.indexOf("WITH");
    boolean named = with < 0;
    if (named && !algorithm.startsWith("ED")) {
      throw Refusals.answer(
          "the certificate is signed with " + algorithm + ", for which no hash is known");
    }
    String digest = named ? "SHA-512" : algorithm.substring(0, with).replaceFirst("^SHA", "SHA-");
    if (!digest.matches("SHA-(256|384|512)")) {
      throw Refusals.answer("the certificate is signed with " + algorithm);
    }
    try {
      return new CertificateHash(
          MessageDigest.getInstance(digest).digest(Certificates.der(certificate)), named);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a digest of every Java platform is not available", e);
    }
  }

  CertStatus status(int certReqId, boolean reject) {
    PKIStatusInfo status =
        reject
            ? new PKIStatusInfo(
                PKIStatus.rejection,
                new PKIFreeText("the certificate or its key failed the client's checks"),
                new PKIFailureInfo(PKIFailureInfo.incorrectData))
            : new PKIStatusInfo(PKIStatus.granted);
    BigInteger id = BigInteger.valueOf(certReqId);
    return named
        ? new CertStatus(
            value, id, status, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512))
        : new CertStatus(value, id, status);
  }

  /** The version of the confirming message. */
  int version(int ofRequest) {
    return named ? Math.max(ofRequest, 3) : ofRequest;
  }
}
