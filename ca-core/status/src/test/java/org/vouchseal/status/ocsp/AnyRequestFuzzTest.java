package org.vouchseal.status.ocsp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever octets are sent as an OCSP request: read or not, in time, and nothing is thrown; where
 * an answer may be found before they are read, they say what it is about and no more.
 */
class AnyRequestFuzzTest {

  private static final CertID ID =
      new CertID(
          new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
          new DEROctetString(new byte[20]),
          new DEROctetString(new byte[20]),
          new ASN1Integer(new BigInteger("40aa", 16)));

  static Stream<byte[]> requests() {
    return Stream.of(
        Requests.request(null, ID),
        Requests.request(Requests.nonce(16), ID),
        Requests.request(Requests.nonce(16), ID, ID),
        new byte[0],
        new byte[] {0x30, 0});
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "10m")
  void ocspRequest(byte[] octets) {
    long before = System.nanoTime();
    Optional<ParsedRequest> read = ParsedRequest.read(octets);
    Optional<CertIdOctets> atHand = CertIdOctets.in(octets);
    long spent = System.nanoTime() - before;
    if (spent > 3_000_000_000L) {
      throw new AssertionError("one input took " + spent / 1_000_000 + " ms");
    }
    atHand.ifPresent(found -> mustBeAllThatIsAsked(found, read));
  }

  /** An answer that is found by octets alone goes to whoever asked for just this. */
  private static void mustBeAllThatIsAsked(CertIdOctets found, Optional<ParsedRequest> read) {
    Stream<CertID> ids = Stream.concat(Stream.of(ID), read.stream().flatMap(r -> r.ids().stream()));
    ids.filter(id -> found.equals(CertIdOctets.of(der(id))))
        .forEach(
            id -> {
              boolean alone =
                  read.filter(r -> r.ids().equals(List.of(id)) && r.nonce().isEmpty()).isPresent();
              if (!alone) {
                throw new AssertionError("found by octets, read as " + read);
              }
            });
  }

  private static byte[] der(CertID id) {
    try {
      return id.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
