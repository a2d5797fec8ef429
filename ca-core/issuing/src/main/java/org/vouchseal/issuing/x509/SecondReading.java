package org.vouchseal.issuing.x509;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.vouchseal.hsm.provider.SignatureInput;
import org.vouchseal.issuing.x509.DerInput.Header;

/**
 * Reads a revocation list as a stranger would before it is published: by none of the code that made
 * it, and with a provider that did not sign it. A list that nobody can verify revokes nothing. Of
 * the entries a piece at a time is held.
 */
public final class SecondReading {

  private static final int BIT_STRING = 0x03;

  /** Of everything but the entries. */
  private static final int LONGEST_FIELD = 64 * 1024;

  private final CryptoProviders providers;

  public SecondReading(CryptoProviders providers) {
    this.providers = providers;
  }

  /**
   * What a relying party would object to; empty when nothing.
   *
   * @param certificateList DER as it would be published; read to its end
   * @param expected what the list must say
   * @param algorithm what it must be signed with
   */
  public Optional<String> fault(
      InputStream certificateList, CrlFields expected, SignatureAlgorithm algorithm) {
    try {
      Signature verifier = verifier(expected.issuer(), algorithm);
      Parts parts = Parts.read(new DerInput(certificateList), new SignatureInput(verifier));
      byte[] named = TbsSigner.identifier(algorithm).getEncoded(ASN1Encoding.DER);
      if (!Arrays.equals(parts.outer, named) || !Arrays.equals(parts.inner, named)) {
        return Optional.of("the list does not name " + algorithm + " twice");
      }
      if (!Arrays.equals(parts.issuer, expected.issuer().subject())) {
        return Optional.of("the issuer of the list is not the subject of the CA");
      }
      boolean wholeOctets = parts.bits.length > 0 && parts.bits[0] == 0;
      if (!wholeOctets || !verifier.verify(withoutFirst(parts.bits))) {
        return Optional.of("the signature of the list does not verify");
      }
      return ScopeReading.fault(parts.withoutEntries, parts.outer, parts.bits, expected);
    } catch (IOException e) {
      return Optional.of("the list cannot be read: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return Optional.of("the list cannot be verified: " + e.getMessage());
    }
  }

  /** The first octet counts unused bits. */
  private static byte[] withoutFirst(byte[] bits) {
    return Arrays.copyOfRange(bits, 1, bits.length);
  }

  private Signature verifier(IssuerCertificate issuer, SignatureAlgorithm algorithm)
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
    return verifier;
  }

  /**
   * A list taken apart.
   *
   * @param withoutEntries content of the TBSCertList less its entries
   * @param bits content of the BIT STRING
   */
  private record Parts(
      byte[] withoutEntries, byte[] inner, byte[] issuer, byte[] outer, byte[] bits) {

    /** Copies the TBSCertList to {@code signed} on the way. */
    static Parts read(DerInput in, OutputStream signed) throws IOException {
      Header whole = in.header(DerHeader.SEQUENCE);
      long begin = in.position();
      in.copyTo(signed);
      Header tbs = in.header(DerHeader.SEQUENCE);
      byte[] version = in.value(LONGEST_FIELD);
      byte[] inner = in.value(LONGEST_FIELD);
      byte[] issuer = in.value(LONGEST_FIELD);
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      rest.write(in.value(LONGEST_FIELD));
      rest.write(in.value(LONGEST_FIELD));
      Header next = in.header();
      if (next.tag() == DerHeader.SEQUENCE) {
        in.pass(next.length());
        next = in.header();
      }
      rest.write(DerHeader.of(next.tag(), next.length()));
      rest.write(in.content(next.length(), LONGEST_FIELD));
      boolean tbsEnds = in.position() == begin + tbs.whole();
      in.copyTo(OutputStream.nullOutputStream());
      byte[] outer = in.value(LONGEST_FIELD);
      byte[] bits = in.content(in.header(BIT_STRING).length(), LONGEST_FIELD);
      if (!tbsEnds || in.position() != whole.whole() || !in.atEnd()) {
        throw new IOException("it is no SEQUENCE that ends with its signature");
      }
      ByteArrayOutputStream withoutEntries = new ByteArrayOutputStream();
      withoutEntries.write(version);
      withoutEntries.write(inner);
      withoutEntries.write(issuer);
      rest.writeTo(withoutEntries);
      return new Parts(withoutEntries.toByteArray(), inner, issuer, outer, bits);
    }
  }
}
