package org.vouchseal.issuing.key;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a point is a valid public key. P-256, P-384 and P-521 have cofactor 1, so a point on the
 * curve other than infinity is enough (NIST SP 800-56A rev. 3 §5.6.2.3.4).
 */
final class CurvePoints {

  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger ED25519_FIELD =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ED25519_D =
      BigInteger.valueOf(-121665)
          .multiply(BigInteger.valueOf(121666).modInverse(ED25519_FIELD))
          .mod(ED25519_FIELD);

  /** y of the points of order 1, 2, 4 and 8, big-endian; each holds for both signs of x. */
  private static final Set<BigInteger> SMALL_ORDER_Y =
      Set.of(
          BigInteger.ONE,
          ED25519_FIELD.subtract(BigInteger.ONE),
          BigInteger.ZERO,
          hex("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7"),
          hex("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826"));

  private CurvePoints() {}

  static Optional<KeyFault> fault(SubjectKey.Ec key) {
    BigInteger p = key.field();
    boolean inRange =
        key.x().signum() >= 0
            && key.x().compareTo(p) < 0
            && key.y().signum() >= 0
            && key.y().compareTo(p) < 0;
    BigInteger right = key.x().pow(3).subtract(THREE.multiply(key.x())).add(key.b()).mod(p);
    boolean onCurve = inRange && key.y().multiply(key.y()).mod(p).equals(right);
    return onCurve
        ? Optional.empty()
        : Optional.of(KeyFault.weak("the point is not on the curve P-" + p.bitLength()));
  }

  static Optional<KeyFault> fault(SubjectKey.Ed25519 key) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[i] = key.point()[31 - i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (y.compareTo(ED25519_FIELD) >= 0) {
      return Optional.of(KeyFault.weak("the Ed25519 point is not encoded canonically"));
    }
    if (SMALL_ORDER_Y.contains(y)) {
      return Optional.of(KeyFault.weak("the Ed25519 point has a small order"));
    }
    return hasX(y)
        ? Optional.empty()
        : Optional.of(KeyFault.weak("the point is not on the curve edwards25519"));
  }

  /** Whether x² = (y² - 1) / (d y² + 1) has a solution (RFC 8032 §5.1.3). */
  private static boolean hasX(BigInteger y) {
    BigInteger p = ED25519_FIELD;
    BigInteger yy = y.multiply(y).mod(p);
    BigInteger xx =
        yy.subtract(BigInteger.ONE)
            .multiply(ED25519_D.multiply(yy).add(BigInteger.ONE).modInverse(p))
            .mod(p);
    BigInteger legendre = xx.modPow(p.subtract(BigInteger.ONE).shiftRight(1), p);
    return legendre.signum() == 0 || legendre.equals(BigInteger.ONE);
  }

  private static BigInteger hex(String text) {
    return new BigInteger(1, HexFormat.of().parseHex(text));
  }
}
