package org.vouchseal.status.ocsp;

import java.util.Arrays;
import java.util.Optional;

/** The DER of a CertID, equal by its octets and nothing else. */
final class CertIdOctets {

  private static final byte SEQUENCE = 0x30;
  private static final int HEAD = 2;

  /** OCSPRequest, TBSRequest, requestList, Request (RFC 6960 §4.1.1). */
  private static final int AROUND = 4;

  private final byte[] octets;
  private final int from;
  private final int hash;

  private CertIdOctets(byte[] octets, int from) {
    this.octets = octets;
    this.from = from;
    int sum = 1;
    for (int i = from; i < octets.length; i++) {
      sum = 31 * sum + octets[i];
    }
    this.hash = sum;
  }

  /**
   * Those of a CertID.
   *
   * @param der not copied
   */
  static CertIdOctets of(byte[] der) {
    return new CertIdOctets(der, 0);
  }

  /**
   * What stands where the CertID would in a request that consists of nothing else, which is what
   * clients without nonce send; empty when the request says anything more. That it is a CertID, in
   * DER, is not looked at: equal to one that is, it is one.
   *
   * @param request not copied
   */
  static Optional<CertIdOctets> in(byte[] request) {
    int from = 0;
    for (int depth = 0; depth < AROUND; depth++) {
      if (!isSequenceToTheEnd(request, from)) {
        return Optional.empty();
      }
      from += HEAD;
    }
    return Optional.of(new CertIdOctets(request, from));
  }

  /** A length from 128 on is a negative byte and none of these. */
  private static boolean isSequenceToTheEnd(byte[] der, int from) {
    int rest = der.length - from - HEAD;
    return rest >= 0 && der[from] == SEQUENCE && der[from + 1] == rest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertIdOctets that
        && Arrays.equals(octets, from, octets.length, that.octets, that.from, that.octets.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
