package org.vouchseal.messages.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.HeaderRules;
import org.vouchseal.messages.cmp.HeaderSettings;
import org.vouchseal.messages.cmp.MacLimits;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.x509.ForeignSignatures;

/** Whatever octets come: a value is given back, in time, and nothing is thrown. */
class AnyOctetsFuzzTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");
  private static final ForeignSignatures SIGNATURES = new ForeignSignatures(PROVIDERS);
  private static final CmpReader READER = new CmpReader(DerLimits.MESSAGE);
  private static final HeaderRules HEADERS =
      new HeaderRules(Clock.systemUTC(), HeaderSettings.lenientRecipient());
  private static final MacProtection MACS =
      new MacProtection(PROVIDERS, MacLimits.DEFAULT, new SecureRandom());
  private static final KeyPair KEY = TestSigningKey.pair(KeyAlgorithm.P256);
  private static final byte[] ORDER_KEY = KEY.getPublic().getEncoded();

  /** Whole messages of every protection; {@code .cifuzz-corpus} keeps what fuzzing found. */
  static Stream<byte[]> messages() {
    CmpWriter writer =
        new CmpWriter()
            .request(
                PKIBody.TYPE_INIT_REQ,
                "CN=anna@example.org",
                SubjectPublicKeyInfo.getInstance(KEY.getPublic().getEncoded()),
                KEY.getPrivate(),
                "SHA256withECDSA");
    return Stream.of(
        writer.pbm(CmpWriter.SECRET, 500),
        writer.pbmac1(CmpWriter.SECRET, 1000),
        writer.unprotected(),
        writer.signedAsIs(KEY.getPrivate(), "SHA256withECDSA"),
        new byte[0],
        new byte[] {0x30, (byte) 0x80, 0, 0});
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "10m")
  void pkiMessage(byte[] octets) {
    Spent.atMostASecond(
        () ->
            READER
                .read(octets)
                .fold(
                    message -> {
                      look(message);
                      return true;
                    },
                    (refusal, header) -> header.flatMap(HEADERS::check).isPresent()));
  }

  private static void look(ReceivedMessage message) {
    boolean unusedHeader = HEADERS.checkFirst(message.header()).isPresent();
    if (message.header().protection().isMac()) {
      boolean unusedMac = MACS.refusalOfParameters(message).isPresent();
      Object unusedUnknown = MACS.refuseUnknown(message);
    }
    for (int i = 0; i < Math.min(message.certRequestCount(), 3); i++) {
      Object unusedProof = new ProofOfPossession(SIGNATURES).verify(message, i);
    }
  }

  static Stream<byte[]> orders() {
    OrderWriter writer = new OrderWriter("main");
    return Stream.of(
        writer
            .query(Map.of("iss", "main", "aud", OrderReader.AUDIENCE, "reference", "r-1"))
            .getBytes(StandardCharsets.US_ASCII),
        "eyJhbGciOiJFUzI1NiJ9.e30.".getBytes(StandardCharsets.US_ASCII),
        "a.b.c".getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("orders")
  @FuzzTest(maxDuration = "10m")
  void signedOrder(byte[] octets) {
    Spent.atMostASecond(
        () -> {
          String text = new String(octets, StandardCharsets.ISO_8859_1);
          boolean claimed = OrderReader.claimedSigner(text).isPresent();
          boolean read =
              new OrderReader(SIGNATURES).order(text, "main", ORDER_KEY).result().isPresent();
          return claimed || read;
        });
  }
}
