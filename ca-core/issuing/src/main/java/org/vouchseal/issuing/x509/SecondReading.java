package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Reads a revocation list as a stranger would before it is published: by none of the code that made
 * it, and with a provider that did not sign it. A list that nobody can verify revokes nothing.
 */
public final class SecondReading {

  private static final int BIT_STRING = 0x03;

  private final CryptoProviders providers;

  public SecondReading(CryptoProviders providers) {
    this.providers = providers;
  }

  /**
   * What a relying party would object to; empty when nothing.
   *
   * @param certificateList DER as it would be published
   * @param issuer the CA whose list it must be
   * @param algorithm what it must be signed with
   */
  public Optional<String> fault(
      byte[] certificateList, IssuerCertificate issuer, SignatureAlgorithm algorithm) {
    try {
      DerSlice whole = DerSlice.of(certificateList, 0);
      DerSlice tbs = whole.first();
      DerSlice outer = tbs.next();
      DerSlice signature = outer.next();
      DerSlice version = tbs.first();
      DerSlice inner = version.next();
      byte[] expected = TbsSigner.identifier(algorithm).getEncoded(ASN1Encoding.DER);
      boolean alone = whole.tag() == DerHeader.SEQUENCE && whole.end() == certificateList.length;
      if (!alone || signature.end() != whole.end()) {
        return Optional.of("the list is not a SEQUENCE that ends with its signature");
      }
      if (!Arrays.equals(outer.octets(), expected) || !Arrays.equals(inner.octets(), expected)) {
        return Optional.of("the list does not name " + algorithm + " twice");
      }
      if (!Arrays.equals(inner.next().octets(), issuer.subject())) {
        return Optional.of("the issuer of the list is not the subject of the CA");
      }
      byte[] bits = signature.content();
      boolean wholeOctets = signature.tag() == BIT_STRING && bits.length > 0 && bits[0] == 0;
      return wholeOctets && verifies(tbs.octets(), withoutFirst(bits), issuer, algorithm)
          ? Optional.empty()
          : Optional.of("the signature of the list does not verify");
    } catch (IndexOutOfBoundsException | IOException e) {
      return Optional.of("the list is cut short");
    } catch (GeneralSecurityException e) {
      return Optional.of("the signature of the list cannot be verified: " + e.getMessage());
    }
  }

  /** The first octet counts unused bits. */
  private static byte[] withoutFirst(byte[] bits) {
    return Arrays.copyOfRange(bits, 1, bits.length);
  }

  private boolean verifies(
      byte[] tbs, byte[] signature, IssuerCertificate issuer, SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    Provider stranger =
        switch (algorithm) {
          case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519 ->
              Objects.requireNonNull(Security.getProvider("SunEC"), "SunEC");
          case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> providers.bouncyCastle();
        };
    String family =
        switch (algorithm) {
          case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> "EC";
          case ED25519 -> "Ed25519";
          case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> "RSA";
        };
    Signature verifier = Signature.getInstance(algorithm.jcaName(), stranger);
    verifier.initVerify(
        KeyFactory.getInstance(family, stranger)
            .generatePublic(new X509EncodedKeySpec(issuer.subjectPublicKeyInfo())));
    verifier.update(tbs);
    return verifier.verify(signature);
  }
}
