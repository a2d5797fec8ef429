package org.vouchseal.messages.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.provider.CryptoProviders;

/** RSASSA-PSS with SHA-2, the same digest in MGF1, and a bounded salt (RFC 4055 §3.1). */
record PssParameters(String digest, int saltOctets) {

  private static final int MAX_SALT = 512;
  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  static Optional<PssParameters> read(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
        || algorithm.getParameters() == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(read(RSASSAPSSparams.getInstance(algorithm.getParameters())));
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static @Nullable PssParameters read(RSASSAPSSparams params) {
    @Nullable String digest = DIGESTS.get(params.getHashAlgorithm().getAlgorithm());
    AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
    boolean sameDigest =
        mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
            && AlgorithmIdentifier.getInstance(mask.getParameters())
                .getAlgorithm()
                .equals(params.getHashAlgorithm().getAlgorithm());
    BigInteger salt = params.getSaltLength();
    boolean saltFits = salt.signum() >= 0 && salt.compareTo(BigInteger.valueOf(MAX_SALT)) <= 0;
    boolean standardTrailer = params.getTrailerField().equals(BigInteger.ONE);
    return digest != null && sameDigest && saltFits && standardTrailer
        ? new PssParameters(digest, salt.intValueExact())
        : null;
  }

  Signature signature(CryptoProviders providers) throws GeneralSecurityException {
    Signature signature = providers.rsaPss();
    signature.setParameter(
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltOctets, 1));
    return signature;
  }
}
