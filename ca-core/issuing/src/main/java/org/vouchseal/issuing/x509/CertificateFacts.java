package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/**
 * What can be read off a certificate that exists already.
 *
 * @param serial serial number
 * @param issuer DER of the issuer's name; not copied
 * @param subject DER of the subject; not copied
 * @param spki digest of the public key
 * @param notBefore inclusive
 * @param notAfter inclusive
 */
public record CertificateFacts(
    SerialNumber serial,
    byte[] issuer,
    byte[] subject,
    SpkiDigest spki,
    Instant notBefore,
    Instant notAfter) {

  /** Reads them; throws IllegalArgumentException when {@code der} is no certificate. */
  public static CertificateFacts of(byte[] der) {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(der);
      return new CertificateFacts(
          new SerialNumber(holder.getSerialNumber()),
          holder.getIssuer().getEncoded(ASN1Encoding.DER),
          holder.getSubject().getEncoded(ASN1Encoding.DER),
          SpkiDigest.of(holder.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER)),
          holder.getNotBefore().toInstant(),
          holder.getNotAfter().toInstant());
    } catch (IOException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /** Whether it says that this CA issued it; proves nothing. */
  public boolean namesAsIssuer(IssuerCertificate ca) {
    return Arrays.equals(issuer, ca.subject());
  }
}
