package org.vouchseal.messages.cmp;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.iana.IANAObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** The digests and MACs that message protection may name, with the JDK's words for them. */
final class MacAlgorithms {

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  private static final Map<ASN1ObjectIdentifier, String> MACS =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA256, "HmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "HmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "HmacSHA512");

  private MacAlgorithms() {}

  /** SHA-256 and longer. */
  static Optional<String> digest(AlgorithmIdentifier algorithm) {
    return plain(algorithm, DIGESTS.get(algorithm.getAlgorithm()));
  }

  /** HMAC with SHA-256 and longer. */
  static Optional<String> mac(AlgorithmIdentifier algorithm) {
    return plain(algorithm, MACS.get(algorithm.getAlgorithm()));
  }

  /** As {@link #mac}, and HMAC-SHA1, which stock {@code openssl cmp} uses inside PBM. */
  static Optional<String> macInsidePbm(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    boolean sha1 =
        oid.equals(IANAObjectIdentifiers.hmacSHA1)
            || oid.equals(PKCSObjectIdentifiers.id_hmacWithSHA1);
    return sha1 ? plain(algorithm, "HmacSHA1") : mac(algorithm);
  }

  private static Optional<String> plain(AlgorithmIdentifier algorithm, @Nullable String name) {
    @Nullable ASN1Encodable parameters = algorithm.getParameters();
    return parameters == null || parameters instanceof ASN1Null
        ? Optional.ofNullable(name)
        : Optional.empty();
  }
}
