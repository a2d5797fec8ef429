package org.vouchseal.status.ocsp;

import java.math.BigInteger;
import java.security.MessageDigest;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;

/** OCSP requests for tests. */
final class Requests {

  private Requests() {}

  static CertID id(String digest, X509CertificateHolder issuer, BigInteger serial) {
    try {
      ASN1ObjectIdentifier oid =
          switch (digest) {
            case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
            case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
            default -> NISTObjectIdentifiers.id_sha384;
          };
      MessageDigest md = MessageDigest.getInstance(digest);
      return new CertID(
          new AlgorithmIdentifier(oid, DERNull.INSTANCE),
          new DEROctetString(md.digest(issuer.getSubject().getEncoded())),
          new DEROctetString(
              md.digest(issuer.getSubjectPublicKeyInfo().getPublicKeyData().getOctets())),
          new ASN1Integer(serial));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] request(Extension extension, CertID... ids) {
    try {
      ASN1Encodable[] requests = new ASN1Encodable[ids.length];
      for (int i = 0; i < ids.length; i++) {
        requests[i] = new Request(ids[i], null);
      }
      Extensions extensions = extension == null ? null : new Extensions(extension);
      return new OCSPRequest(new TBSRequest(null, new DERSequence(requests), extensions), null)
          .getEncoded("DER");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Extension nonce(int octets) {
    try {
      byte[] value = new byte[octets];
      java.util.Arrays.fill(value, (byte) 0x5a);
      return new Extension(
          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
          false,
          new DEROctetString(new DEROctetString(value).getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
