package org.vouchseal.issuing.door;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.messages.fuzz.Spent;

/**
 * Any octets as the body of a message whose MAC is right: the door answers with a message, in time,
 * and nothing is thrown. So what stands behind the protection is reached as well.
 */
class AnyBodyFuzzTest {

  private static final int FRESH_ROOM_AFTER = 5_000;
  private static final KeyPair KEY = TestSigningKey.pair(KeyAlgorithm.P256);
  private static TestPki pki;
  private static Applicant anna;
  private static int used;

  private static Applicant anna() {
    if (pki == null) {
      try {
        pki = new TestPki(Files.createTempDirectory("any-body"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (anna == null || used++ % FRESH_ROOM_AFTER == 0) {
      anna = Applicant.of(new MemoryIssuing(pki), "anna@example.org");
    }
    return anna;
  }

  private static void answered(BodyType type, byte[] content) {
    Applicant who = anna();
    byte[] message = RawBody.under(who, type.tag(), content);
    Spent.atMostASecond(
        () -> {
          CmpHttpResponse response = who.issuing.post("", message);
          if (response.status() != 200 && response.status() != 400) {
            throw new AssertionError("answered with status " + response.status());
          }
          if (RawBody.isSystemFailure(response)) {
            throw new AssertionError("the door did not expect this input");
          }
          return true;
        });
  }

  static Stream<byte[]> certRequests() throws IOException {
    return Stream.of(
        anna().deviceRequest(KEY).getEncoded("DER"),
        new DERSequence().getEncoded(),
        new byte[] {0x30, 0});
  }

  @MethodSource("certRequests")
  @FuzzTest(maxDuration = "10m")
  void crmf(byte[] content) {
    answered(BodyType.IR, content);
  }

  static Stream<byte[]> pkcs10Requests() throws Exception {
    return Stream.of(
        new JcaPKCS10CertificationRequestBuilder(new X500Name(anna().subject()), KEY.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEY.getPrivate()))
            .getEncoded());
  }

  @MethodSource("pkcs10Requests")
  @FuzzTest(maxDuration = "10m")
  void pkcs10(byte[] content) {
    answered(BodyType.P10CR, content);
  }

  static Stream<byte[]> bodies() throws IOException {
    ASN1Encodable one = new DERSequence(new DERSequence(new ASN1Integer(0)));
    byte[] pollReq = one.toASN1Primitive().getEncoded();
    byte[] typed = new byte[pollReq.length + 1];
    typed[0] = (byte) BodyType.POLLREQ.tag();
    System.arraycopy(pollReq, 0, typed, 1, pollReq.length);
    return Stream.of(typed, new byte[] {24, 0x30, 0}, new byte[] {21, 0x30, 0}, new byte[] {20});
  }

  /** The first octet chooses the body. */
  @MethodSource("bodies")
  @FuzzTest(maxDuration = "10m")
  void anyBody(byte[] octets) {
    if (octets.length > 0) {
      BodyType type = BodyType.values()[(octets[0] & 0xff) % BodyType.values().length];
      byte[] content = new byte[octets.length - 1];
      System.arraycopy(octets, 1, content, 0, content.length);
      answered(type, content);
    }
  }
}
