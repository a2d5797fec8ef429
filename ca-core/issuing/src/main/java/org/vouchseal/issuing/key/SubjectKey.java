package org.vouchseal.issuing.key;

import java.math.BigInteger;
import org.vouchseal.issuing.profile.KeyFamily;

/** A public key as its numbers, read from a SubjectPublicKeyInfo that was encoded exactly. */
public sealed interface SubjectKey {

  KeyFamily family();

  /** Size of the modulus or of the field, in bits. */
  int bits();

  /** An RSA key. */
  record Rsa(BigInteger modulus, BigInteger exponent) implements SubjectKey {
    @Override
    public KeyFamily family() {
      return KeyFamily.RSA;
    }

    @Override
    public int bits() {
      return modulus.bitLength();
    }
  }

  /**
   * A point on a curve over a prime field, y² = x³ - 3x + b.
   *
   * @param field the prime p
   * @param b the curve's coefficient
   */
  record Ec(BigInteger field, BigInteger b, BigInteger x, BigInteger y) implements SubjectKey {
    @Override
    public KeyFamily family() {
      return KeyFamily.EC;
    }

    @Override
    public int bits() {
      return field.bitLength();
    }
  }

  /** A compressed point of edwards25519, 32 octets, little-endian (RFC 8032); not copied. */
  record Ed25519(byte[] point) implements SubjectKey {
    @Override
    public KeyFamily family() {
      return KeyFamily.ED25519;
    }

    @Override
    public int bits() {
      return 255;
    }
  }
}
