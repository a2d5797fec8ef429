package org.vouchseal.status.ocsp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever octets are sent as an OCSP request: read or not, in time, and nothing is thrown. */
class AnyRequestFuzzTest {

  static Stream<byte[]> requests() {
    CertID id =
        new CertID(
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
            new DEROctetString(new byte[20]),
            new DEROctetString(new byte[20]),
            new ASN1Integer(new BigInteger("40aa", 16)));
    return Stream.of(
        Requests.request(null, id),
        Requests.request(Requests.nonce(16), id, id),
        new byte[0],
        new byte[] {0x30, 0});
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "10m")
  void ocspRequest(byte[] octets) {
    long before = System.nanoTime();
    boolean unusedRead = ParsedRequest.read(octets).isPresent();
    long spent = System.nanoTime() - before;
    if (spent > 3_000_000_000L) {
      throw new AssertionError("one input took " + spent / 1_000_000 + " ms");
    }
  }
}
