package org.vouchseal.messages.x509;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Verifies signatures from outside: RSA (PKCS#1 v1.5 and PSS), ECDSA and Ed25519 with SHA-2, by
 * keys of accepted size. Everything else, SHA-1 and MD5 first of all, is refused by name before
 * work. Safe for many threads.
 */
public final class ForeignSignatures {

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 256;
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private final CryptoProviders providers;

  public ForeignSignatures(CryptoProviders providers) {
    this.providers = providers;
  }

  /** Whether signatures of this algorithm are verified at all. */
  public static boolean accepts(AlgorithmIdentifier algorithm) {
    return named(algorithm).isPresent() || PssParameters.read(algorithm).isPresent();
  }

  /** Verifies one signature; never throws for any content. */
  public SignatureVerdict verify(
      AlgorithmIdentifier algorithm, SubjectPublicKeyInfo key, byte[] signed, byte[] signature) {
    Optional<SignatureAlgorithm> named = named(algorithm);
    Optional<PssParameters> pss = PssParameters.read(algorithm);
    if (named.isEmpty() && pss.isEmpty()) {
      return SignatureVerdict.ALGORITHM_REFUSED;
    }
    @Nullable String family = family(key);
    if (family == null || !family.equals(named.map(ForeignSignatures::family).orElse("RSA"))) {
      return SignatureVerdict.KEY_REFUSED;
    }
    try {
      Signature verifier =
          named.isPresent() ? providers.signature(named.get()) : pss.get().signature(providers);
      Optional<PublicKey> decoded = decode(key, family);
      if (decoded.isEmpty()) {
        return SignatureVerdict.KEY_REFUSED;
      }
      verifier.initVerify(decoded.get());
      verifier.update(signed);
      return verifier.verify(signature) ? SignatureVerdict.VALID : SignatureVerdict.INVALID;
    } catch (GeneralSecurityException | RuntimeException notASignature) {
      return SignatureVerdict.INVALID;
    }
  }

  private Optional<PublicKey> decode(SubjectPublicKeyInfo key, String family) {
    try {
      KeyFactory factory = providers.keyFactory(family);
      return Optional.of(factory.generatePublic(new X509EncodedKeySpec(key.getEncoded("DER"))));
    } catch (GeneralSecurityException | java.io.IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<SignatureAlgorithm> named(AlgorithmIdentifier algorithm) {
    String oid = algorithm.getAlgorithm().getId();
    @Nullable ASN1Encodable parameters = algorithm.getParameters();
    for (SignatureAlgorithm candidate : SignatureAlgorithm.values()) {
      if (candidate.oid().equals(oid)) {
        boolean nullAllowed = family(candidate).equals("RSA");
        boolean plain = parameters == null || (nullAllowed && parameters instanceof ASN1Null);
        return plain ? Optional.of(candidate) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String family(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> "EC";
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> "RSA";
      case ED25519 -> "Ed25519";
    };
  }

  /** EC, RSA or Ed25519 for a key of accepted size, else null. */
  private static @Nullable String family(SubjectPublicKeyInfo key) {
    ASN1ObjectIdentifier oid = key.getAlgorithm().getAlgorithm();
    try {
      if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        ASN1Encodable curve = key.getAlgorithm().getParameters();
        return curve instanceof ASN1ObjectIdentifier named && CURVES.contains(named) ? "EC" : null;
      }
      if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
        int bits = rsa.getModulus().bitLength();
        boolean sized = bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS;
        return sized && rsa.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS ? "RSA" : null;
      }
    } catch (java.io.IOException | RuntimeException malformed) {
      return null;
    }
    return oid.equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519" : null;
  }
}
