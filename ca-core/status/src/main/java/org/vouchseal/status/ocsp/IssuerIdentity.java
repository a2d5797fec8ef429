package org.vouchseal.status.ocsp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.status.responder.ResponderKey;

/**
 * One CA as requests name it: by digests of its name and key, with SHA-1 or SHA-256. SHA-1 only
 * names something here and proves nothing.
 */
final class IssuerIdentity {

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          NISTObjectIdentifiers.id_sha256, "SHA-256");

  private record Name(ASN1ObjectIdentifier digest, byte[] nameHash, byte[] keyHash) {}

  private final ResponderKey responder;
  private final List<Name> names;

  IssuerIdentity(ResponderKey responder, byte[] caCertificate, CryptoProviders providers) {
    this.responder = responder;
    Certificate certificate = Certificate.getInstance(caCertificate);
    this.names =
        DIGESTS.entrySet().stream()
            .map(digest -> name(digest.getKey(), digest.getValue(), certificate, providers))
            .toList();
  }

  ResponderKey responder() {
    return responder;
  }

  boolean isNamedBy(CertID id) {
    @Nullable ASN1Encodable parameters = id.getHashAlgorithm().getParameters();
    if (parameters != null && !(parameters instanceof ASN1Null)) {
      return false;
    }
    ASN1ObjectIdentifier digest = id.getHashAlgorithm().getAlgorithm();
    return names.stream()
        .filter(name -> name.digest.equals(digest))
        .anyMatch(
            name ->
                MessageDigest.isEqual(name.nameHash, id.getIssuerNameHash().getOctets())
                    && MessageDigest.isEqual(name.keyHash, id.getIssuerKeyHash().getOctets()));
  }

  private static Name name(
      ASN1ObjectIdentifier oid, String digest, Certificate certificate, CryptoProviders providers) {
    try {
      return new Name(
          oid,
          providers.digest(digest).digest(certificate.getSubject().getEncoded("DER")),
          providers
              .digest(digest)
              .digest(certificate.getSubjectPublicKeyInfo().getPublicKeyData().getOctets()));
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("a CA certificate cannot be digested", e);
    }
  }
}
