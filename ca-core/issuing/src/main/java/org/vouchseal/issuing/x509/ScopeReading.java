package org.vouchseal.issuing.x509;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a list says about itself, as the JDK reads it: time, number, scope. */
final class ScopeReading {

  private static final int OCTET_STRING = 0x04;
  private static final int BIT_STRING = 0x03;
  private static final int FIRST = 0xa0;
  private static final int URI = 0x86;
  private static final String NUMBER = "2.5.29.20";
  private static final String DISTRIBUTION_POINT = "2.5.29.28";

  private ScopeReading() {}

  /**
   * What is not as expected; empty when all is.
   *
   * @param tbs content of the TBSCertList without its entries
   * @param algorithm DER of the outer algorithm
   * @param bits content of the signature
   */
  static Optional<String> fault(byte[] tbs, byte[] algorithm, byte[] bits, CrlFields expected)
      throws GeneralSecurityException {
    byte[] whole =
        value(
            DerHeader.SEQUENCE, value(DerHeader.SEQUENCE, tbs), algorithm, value(BIT_STRING, bits));
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(whole));
    if (!list.getThisUpdate().equals(Date.from(expected.thisUpdate()))
        || !Date.from(expected.nextUpdate()).equals(list.getNextUpdate())) {
      return Optional.of("the list is of another time");
    }
    byte[] number = BigInteger.valueOf(expected.number()).toByteArray();
    if (!Arrays.equals(
        list.getExtensionValue(NUMBER), value(OCTET_STRING, value(DerHeader.INTEGER, number)))) {
      return Optional.of("the number of the list is not " + expected.number());
    }
    return isFor(list, expected.distributionPoint())
        ? Optional.empty()
        : Optional.of(
            "the list is not for " + expected.distributionPoint().orElse("all certificates"));
  }

  private static boolean isFor(X509CRL list, Optional<String> address) {
    @Nullable Set<String> critical = list.getCriticalExtensionOIDs();
    Set<String> found = critical == null ? Set.of() : critical;
    byte @Nullable [] point = list.getExtensionValue(DISTRIBUTION_POINT);
    if (address.isEmpty()) {
      return found.isEmpty() && point == null;
    }
    byte[] uri = value(URI, address.get().getBytes(StandardCharsets.US_ASCII));
    byte[] named = value(DerHeader.SEQUENCE, value(FIRST, value(FIRST, uri)));
    return found.equals(Set.of(DISTRIBUTION_POINT))
        && Arrays.equals(point, value(OCTET_STRING, named));
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] header = DerHeader.of(tag, length);
    ByteBuffer whole = ByteBuffer.allocate(header.length + length).put(header);
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }
}
