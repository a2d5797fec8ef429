package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECCurve;
import org.vouchseal.issuing.key.SubjectKey;
import org.vouchseal.issuing.key.SubjectKeyReader;
import org.vouchseal.issuing.key.UnreadableKey;

/**
 * Reads the encodings of public keys that SBR §7.1.3.1 allows, octet by octet: RSA with NULL
 * parameters, named NIST curves with the uncompressed point, Ed25519 without parameters.
 */
public final class BouncyCastleKeyReader implements SubjectKeyReader {

  private static final Map<String, String> CURVES =
      Map.of(
          "1.2.840.10045.3.1.7", "P-256",
          "1.3.132.0.34", "P-384",
          "1.3.132.0.35", "P-521");

  @Override
  public SubjectKey read(byte[] subjectPublicKeyInfo) throws UnreadableKey {
    SubjectPublicKeyInfo info;
    try {
      info = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
      if (!Arrays.equals(info.getEncoded(ASN1Encoding.DER), subjectPublicKeyInfo)) {
        throw new UnreadableKey("the public key is not encoded as DER");
      }
      return read(info);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableKey("the public key cannot be read", e);
    }
  }

  private static SubjectKey read(SubjectPublicKeyInfo info) throws IOException, UnreadableKey {
    ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
    if (info.getPublicKeyData().getPadBits() != 0) {
      throw new UnreadableKey("the public key does not end with an octet");
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return rsa(info);
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return ec(info);
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return ed25519(info);
    }
    throw new UnreadableKey("public keys of algorithm " + algorithm.getId() + " are not certified");
  }

  private static SubjectKey rsa(SubjectPublicKeyInfo info) throws IOException, UnreadableKey {
    if (!DERNull.INSTANCE.equals(info.getAlgorithm().getParameters())) {
      throw new UnreadableKey("the parameters of an RSA key must be NULL");
    }
    RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
    if (!Arrays.equals(key.getEncoded(ASN1Encoding.DER), info.getPublicKeyData().getOctets())) {
      throw new UnreadableKey("the RSA key is not encoded as DER");
    }
    if (key.getModulus().signum() <= 0 || key.getPublicExponent().signum() <= 0) {
      throw new UnreadableKey("modulus and exponent of an RSA key must be positive");
    }
    return new SubjectKey.Rsa(key.getModulus(), key.getPublicExponent());
  }

  private static SubjectKey ec(SubjectPublicKeyInfo info) throws UnreadableKey {
    if (!(info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)
        || !CURVES.containsKey(curve.getId())) {
      throw new UnreadableKey("the curve must be P-256, P-384 or P-521 by name");
    }
    X9ECParameters parameters = NISTNamedCurves.getByName(CURVES.get(curve.getId()));
    ECCurve group = parameters.getCurve();
    byte[] point = info.getPublicKeyData().getOctets();
    int octets = (group.getFieldSize() + 7) / 8;
    if (point.length != 1 + 2 * octets || point[0] != 4) {
      throw new UnreadableKey("the point must be uncompressed, of " + (1 + 2 * octets) + " octets");
    }
    return new SubjectKey.Ec(
        group.getField().getCharacteristic(),
        group.getB().toBigInteger(),
        new java.math.BigInteger(1, Arrays.copyOfRange(point, 1, 1 + octets)),
        new java.math.BigInteger(1, Arrays.copyOfRange(point, 1 + octets, point.length)));
  }

  private static SubjectKey ed25519(SubjectPublicKeyInfo info) throws UnreadableKey {
    if (info.getAlgorithm().getParameters() != null) {
      throw new UnreadableKey("the parameters of an Ed25519 key must be absent");
    }
    byte[] point = info.getPublicKeyData().getOctets();
    if (point.length != 32) {
      throw new UnreadableKey("an Ed25519 key has 32 octets, found " + point.length);
    }
    return new SubjectKey.Ed25519(point);
  }
}
