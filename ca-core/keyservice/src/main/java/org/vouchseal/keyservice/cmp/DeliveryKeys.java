package org.vouchseal.keyservice.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.vouchseal.keyservice.central.DeliveryKey;

/** Public keys to which an envelope may be closed, and none that would open it to others. */
final class DeliveryKeys {

  /** id-regCtrl-protocolEncrKey (RFC 4211 §6.6). */
  static final ASN1ObjectIdentifier PROTOCOL_ENCR_KEY =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.6");

  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(SECObjectIdentifiers.secp256r1, "P-256", SECObjectIdentifiers.secp384r1, "P-384");
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;

  private DeliveryKeys() {}

  /** The key if it is fit; its identifier is the SHA-1 of its bits (RFC 5280 §4.2.1.2). */
  static Optional<DeliveryKey> of(ASN1Encodable subjectPublicKeyInfo) {
    try {
      SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
      return fit(key, sha1(key.getPublicKeyData().getBytes()), Optional.empty());
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  /** The key of a certificate if it is fit and the certificate's key usage lets it receive keys. */
  static Optional<DeliveryKey> of(X509CertificateHolder certificate) {
    @Nullable KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    @Nullable SubjectKeyIdentifier identifier =
        SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
    SubjectPublicKeyInfo key = certificate.getSubjectPublicKeyInfo();
    if (usage == null) {
      return Optional.empty();
    }
    return fit(
            key,
            identifier == null
                ? sha1(key.getPublicKeyData().getBytes())
                : identifier.getKeyIdentifier(),
            Optional.of(der(certificate)))
        .filter(
            fit -> usage.hasUsages(fit.curve() ? KeyUsage.keyAgreement : KeyUsage.keyEncipherment));
  }

  private static Optional<DeliveryKey> fit(
      SubjectPublicKeyInfo key, byte[] identifier, Optional<byte[]> certificate) {
    AlgorithmIdentifier algorithm = key.getAlgorithm();
    try {
      byte[] der = key.getEncoded(ASN1Encoding.DER);
      if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return isPointOfKnownCurve(key)
            ? Optional.of(new DeliveryKey(der, true, identifier, certificate))
            : Optional.empty();
      }
      boolean rsa =
          algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) && isSoundRsa(key);
      return rsa
          ? Optional.of(new DeliveryKey(der, false, identifier, certificate))
          : Optional.empty();
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("a certificate that verified cannot be encoded", e);
    }
  }

  private static boolean isPointOfKnownCurve(SubjectPublicKeyInfo key) {
    @Nullable String name =
        key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier oid
            ? CURVES.get(oid)
            : null;
    if (name == null) {
      return false;
    }
    ECDomainParameters curve = new ECDomainParameters(CustomNamedCurves.getByName(name));
    // Throws for an encoding that is no point, and for the point at infinity.
    ECPoint point =
        curve.validatePublicPoint(curve.getCurve().decodePoint(key.getPublicKeyData().getOctets()));
    return point.isValid();
  }

  private static boolean isSoundRsa(SubjectPublicKeyInfo key) throws IOException {
    RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
    int bits = rsa.getModulus().bitLength();
    return bits >= MIN_RSA_BITS
        && bits <= MAX_RSA_BITS
        && rsa.getModulus().testBit(0)
        && rsa.getPublicExponent().testBit(0)
        && rsa.getPublicExponent().bitLength() >= 17
        && rsa.getPublicExponent().bitLength() <= 64;
  }

  @SuppressWarnings("InsecureCryptoUsage") // a name of a key, not a protection of it
  private static byte[] sha1(byte[] bits) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bits);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }
}
