package org.vouchseal.hsm.provider;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.KeyAlgorithm;

/**
 * Reads SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of the kinds in {@link KeyAlgorithm} and refuses
 * every other one.
 *
 * <p>Taken are: EC on P-256 or P-384 by name with an uncompressed point on the curve (RFC 5480),
 * RSA of exactly 2048, 3072 or 4096 bits with NULL parameters and an odd exponent of at least 65537
 * (RFC 3279), and Ed25519 without parameters (RFC 8410); DER only. Weak but well-formed keys
 * (shared primes and the like) are not looked for here. Safe for many threads.
 */
public final class PublicKeys {

  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);
  private static final int LONGEST_EXPONENT_BITS = 256;

  private final CryptoProviders providers;

  public PublicKeys(CryptoProviders providers) {
    this.providers = providers;
  }

  /**
   * The key for use with the providers of this object.
   *
   * @param spki DER SubjectPublicKeyInfo
   * @throws UnsupportedKey when it is none of the kinds taken, or its point is not on the curve
   */
  public PublicKey decode(byte[] spki) {
    KeyAlgorithm algorithm = algorithmOf(spki);
    try {
      return providers.keyFactory(family(algorithm)).generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new UnsupportedKey("public key of kind " + algorithm + " is not valid", e);
    }
  }

  /**
   * The kind of the key. Checks everything but whether an elliptic point is on its curve.
   *
   * @throws UnsupportedKey when it is none of the kinds taken
   */
  public static KeyAlgorithm algorithmOf(byte[] spki) {
    SubjectPublicKeyInfo info = parsed(spki);
    ASN1ObjectIdentifier oid = info.getAlgorithm().getAlgorithm();
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    if (info.getPublicKeyData().getPadBits() != 0) {
      throw new UnsupportedKey("public key bits are not whole octets");
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return curve(parameters, info.getPublicKeyData().getOctets());
    }
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return rsa(parameters, info);
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return edwards(parameters, info.getPublicKeyData().getOctets());
    }
    throw new UnsupportedKey(
        "public key algorithm " + oid + " is not taken; use EC P-256 or P-384, RSA or Ed25519");
  }

  /** The family of a kind as {@link CryptoProviders#keyFactory} knows it. */
  public static String family(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case P256, P384 -> "EC";
      case RSA2048, RSA3072, RSA4096 -> "RSA";
      case ED25519 -> "Ed25519";
      case AES256 -> throw new IllegalArgumentException("a symmetric key has no public half");
    };
  }

  private static SubjectPublicKeyInfo parsed(byte[] spki) {
    try {
      SubjectPublicKeyInfo info =
          SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(spki));
      if (info != null && isDer(info, spki)) {
        return info;
      }
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw new UnsupportedKey("public key is not a SubjectPublicKeyInfo", e);
    }
    throw new UnsupportedKey("public key is not in DER");
  }

  private static boolean isDer(ASN1Object read, byte[] bytes) {
    try {
      return Arrays.equals(read.getEncoded(ASN1Encoding.DER), bytes);
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode what was just decoded", e);
    }
  }

  private static KeyAlgorithm curve(@Nullable ASN1Encodable parameters, byte[] point) {
    KeyAlgorithm algorithm;
    int fieldOctets;
    if (SECObjectIdentifiers.secp256r1.equals(parameters)) {
      algorithm = KeyAlgorithm.P256;
      fieldOctets = 32;
    } else if (SECObjectIdentifiers.secp384r1.equals(parameters)) {
      algorithm = KeyAlgorithm.P384;
      fieldOctets = 48;
    } else {
      throw new UnsupportedKey(
          "curve "
              + (parameters instanceof ASN1ObjectIdentifier oid ? oid.getId() : "by parameters")
              + " is not taken; use P-256 or P-384 by name");
    }
    if (point.length != 1 + 2 * fieldOctets || point[0] != 4) {
      throw new UnsupportedKey("public key point is not uncompressed or has a wrong length");
    }
    return algorithm;
  }

  private static KeyAlgorithm rsa(@Nullable ASN1Encodable parameters, SubjectPublicKeyInfo info) {
    if (!DERNull.INSTANCE.equals(parameters)) {
      throw new UnsupportedKey("RSA key without NULL parameters");
    }
    RSAPublicKey key = rsaBody(info);
    if (!isDer(key, info.getPublicKeyData().getOctets())) {
      throw new UnsupportedKey("RSA key is not in DER");
    }
    BigInteger exponent = key.getPublicExponent();
    if (!exponent.testBit(0)
        || exponent.compareTo(LEAST_EXPONENT) < 0
        || exponent.bitLength() > LONGEST_EXPONENT_BITS) {
      throw new UnsupportedKey("RSA exponent must be odd and from 65537 up to 256 bits");
    }
    if (!key.getModulus().testBit(0)) {
      throw new UnsupportedKey("RSA modulus is even");
    }
    int bits = key.getModulus().bitLength();
    return switch (bits) {
      case 2048 -> KeyAlgorithm.RSA2048;
      case 3072 -> KeyAlgorithm.RSA3072;
      case 4096 -> KeyAlgorithm.RSA4096;
      default ->
          throw new UnsupportedKey("RSA modulus of " + bits + " bits; use 2048, 3072 or 4096");
    };
  }

  private static RSAPublicKey rsaBody(SubjectPublicKeyInfo info) {
    try {
      RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
      if (key != null) {
        return key;
      }
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw new UnsupportedKey("RSA key is not a modulus and an exponent", e);
    }
    throw new UnsupportedKey("RSA key is empty");
  }

  private static KeyAlgorithm edwards(@Nullable ASN1Encodable parameters, byte[] point) {
    if (parameters != null || point.length != 32) {
      throw new UnsupportedKey("Ed25519 key with parameters or of a wrong length");
    }
    return KeyAlgorithm.ED25519;
  }
}
