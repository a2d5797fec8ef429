package org.vouchseal.issuing.x509;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.StreamedMessage;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.Signatures;

/**
 * Signs to-be-signed structures of X.509 and never hands out a signature that it has not verified
 * with the public key of the issuer's certificate.
 */
public final class TbsSigner {

  private final Signatures verification;

  public TbsSigner(CryptoProviders providers) {
    this.verification = new Signatures(providers);
  }

  /**
   * Signs and verifies.
   *
   * @param tbs DER of a TBSCertificate or TBSCertList
   * @param key the issuer's key
   * @param issuerKey DER SubjectPublicKeyInfo from the issuer's certificate
   * @return DER of SEQUENCE { tbs, algorithm, signature }
   * @throws SelfCheckFailed when the signature does not verify with {@code issuerKey}
   */
  public byte[] sign(byte[] tbs, SigningKey key, byte[] issuerKey) {
    byte[] signature = key.sign(tbs);
    if (!verifies(tbs, key.algorithm(), signature, issuerKey)) {
      throw new SelfCheckFailed(
          "a fresh signature does not verify with the key of the issuer's certificate");
    }
    try {
      byte[] algorithm = identifier(key.algorithm()).getEncoded(ASN1Encoding.DER);
      byte[] bits = new DERBitString(signature).getEncoded(ASN1Encoding.DER);
      int length = tbs.length + algorithm.length + bits.length;
      byte[] header = DerHeader.of(DerHeader.SEQUENCE, length);
      ByteBuffer signed = ByteBuffer.allocate(header.length + length);
      return signed.put(header).put(tbs).put(algorithm).put(bits).array();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the signed structure", e);
    }
  }

  /**
   * The same for a revocation list that does not stand in memory.
   *
   * @throws IOException when its file cannot be read
   */
  public ListOctets sign(ListOctets tbs, SigningKey key, byte[] issuerKey) throws IOException {
    byte[] signature = key.sign((StreamedMessage) tbs);
    if (!verification.verify(key.algorithm(), issuerKey, tbs, signature)) {
      throw new SelfCheckFailed(
          "a fresh signature does not verify with the key of the issuer's certificate");
    }
    byte[] algorithm = identifier(key.algorithm()).getEncoded(ASN1Encoding.DER);
    byte[] bits = new DERBitString(signature).getEncoded(ASN1Encoding.DER);
    int length = Math.toIntExact(tbs.length() + algorithm.length + bits.length);
    byte[] header = DerHeader.of(DerHeader.SEQUENCE, length);
    return new ListOctets(
        joined(header, tbs.before()), tbs.entries(), joined(tbs.after(), algorithm, bits));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** Whether a signature is right, by the provider in force; false for any malformed input. */
  public boolean verifies(
      byte[] message, SignatureAlgorithm algorithm, byte[] signature, byte[] publicKey) {
    return verification.verify(algorithm, publicKey, message, signature);
  }

  /** Whether a certificate carries a right signature by the holder of {@code publicKey}. */
  public boolean verifiesCertificate(byte[] der, byte[] publicKey) {
    Certificate certificate = Certificate.getInstance(der);
    String oid = certificate.getSignatureAlgorithm().getAlgorithm().getId();
    try {
      byte[] tbs = certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER);
      return Arrays.stream(SignatureAlgorithm.values())
          .filter(algorithm -> algorithm.oid().equals(oid))
          .anyMatch(
              algorithm ->
                  verifies(tbs, algorithm, certificate.getSignature().getOctets(), publicKey));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Octet by octet as SBR §7.1.3.2 demands: RSA with NULL, the others without parameters. */
  static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(algorithm.oid());
    return switch (algorithm) {
      case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> new AlgorithmIdentifier(oid, DERNull.INSTANCE);
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519 -> new AlgorithmIdentifier(oid);
    };
  }
}
