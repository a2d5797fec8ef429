package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever arrives at the CMP door, the answer is clear and the next good request is served. */
@Tag("stack")
class HostileInputTest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ASN1ObjectIdentifier PBM =
      new ASN1ObjectIdentifier("1.2.840.113533.7.66.13");
  private static final ASN1ObjectIdentifier SHA256 =
      new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1");
  private static final ASN1ObjectIdentifier HMAC_SHA256 =
      new ASN1ObjectIdentifier("1.2.840.113549.2.9");

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private final Applicant applicant = new Applicant(stack);
  private OpensslCmp openssl;
  private Applicant.Granted granted;
  private byte[] ir;

  @BeforeEach
  void aGoodRequest() throws IOException {
    openssl = new OpensslCmp(stack, folder);
    granted = applicant.provesFreshMailbox();
    openssl.key("k.pem");
    openssl
        .underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k.pem",
            "-certout",
            "c.pem",
            "-reqout",
            "ir.der cc.der")
        .mustSucceed();
    ir = Files.readAllBytes(folder.resolve("ir.der"));
  }

  @AfterEach
  void nextGoodRequest_isAnswered() {
    new OpensslCmp(stack, folder).enrolled(applicant);
  }

  @Test
  void emptyBody_isRefused() {
    assertClear(post(new byte[0]));
  }

  @Test
  void twoMebibytes_areTooLarge() {
    assertThat(post(new byte[2 << 20]).statusCode()).isEqualTo(413);
  }

  @Test
  void noDer_isRefused() {
    assertClear(post("this is no message".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void messageCutAtEveryFiftiethByte_isRefused() {
    for (int length = 0; length < ir.length; length += 50) {
      assertClear(post(Arrays.copyOf(ir, length)));
    }
  }

  @Test
  void deepNesting_isRefusedQuickly() {
    byte[] nested = new byte[0];
    for (int depth = 0; depth < 5_000; depth++) {
      nested = sequence(nested);
    }
    long begin = System.nanoTime();
    assertClear(post(nested));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void iterationCountsOutsideTheRange_areRefusedBeforeWork() throws IOException {
    for (BigInteger count :
        new BigInteger[] {
          BigInteger.valueOf(Integer.MAX_VALUE),
          BigInteger.ONE.shiftLeft(32),
          BigInteger.valueOf(100_001),
          BigInteger.valueOf(99),
          BigInteger.ZERO,
          BigInteger.valueOf(-1)
        }) {
      long begin = System.nanoTime();
      HttpResponse<byte[]> answer = post(withIterations(count));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertClear(answer);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(failInfo(answer))
          .as("count " + count)
          .isIn(
              PKIFailureInfo.badAlg,
              PKIFailureInfo.badMessageCheck,
              PKIFailureInfo.badDataFormat,
              PKIFailureInfo.badRequest);
    }
  }

  @Test
  void twoClientsWithOneTransactionId_onlyOneIsServed() throws IOException {
    Applicant.Granted a = applicant.provesFreshMailbox();
    Applicant.Granted b = applicant.provesFreshMailbox();
    openssl.key("ka.pem");
    openssl.key("kb.pem");
    // The client reads the first message from the file and goes on from there.
    byte[] fromA = capture(a, "ka.pem");
    byte[] fromB = withTransactionIdOf(fromA, capture(b, "kb.pem"));
    CompletableFuture<HttpResponse<byte[]>> first =
        CompletableFuture.supplyAsync(() -> post(fromA));
    CompletableFuture<HttpResponse<byte[]>> second =
        CompletableFuture.supplyAsync(() -> post(fromB));
    assertClear(first.join());
    assertClear(second.join());
    assertThat(bodyType(second.join())).isEqualTo(PKIBody.TYPE_ERROR);
  }

  @Test
  void getAndOtherMediaTypes_areRefusedByHttp() {
    assertThat(send("GET", "application/pkixcmp", null).statusCode()).isEqualTo(405);
    assertThat(send("POST", "text/plain", ir).statusCode()).isEqualTo(415);
  }

  /** The first message of a client, which a closed port never answers. */
  private byte[] capture(Applicant.Granted who, String key) throws IOException {
    String file = key + ".ir.der";
    Commands.Ended unused =
        openssl
            .commands()
            .openssl(
                "cmp",
                "-config",
                "",
                "-batch",
                "-server",
                "127.0.0.1:1",
                "-path",
                "x",
                "-recipient",
                "/CN=CA",
                "-ref",
                who.reference(),
                "-secret",
                "pass:" + who.secret(),
                "-cmd",
                "ir",
                "-subject",
                who.opensslSubject(),
                "-newkey",
                key,
                "-certout",
                "n.pem",
                "-reqout",
                file);
    return Files.readAllBytes(folder.resolve(file));
  }

  private static byte[] withTransactionIdOf(byte[] giver, byte[] taker) throws IOException {
    byte[] id = PKIMessage.getInstance(giver).getHeader().getTransactionID().getOctets();
    byte[] old = PKIMessage.getInstance(taker).getHeader().getTransactionID().getOctets();
    byte[] changed = taker.clone();
    int at = indexOf(changed, old);
    System.arraycopy(id, 0, changed, at, id.length);
    return changed;
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i <= all.length - part.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalStateException("no such octets");
  }

  private byte[] withIterations(BigInteger count) throws IOException {
    PKIMessage message = PKIMessage.getInstance(ir);
    PKIHeader header = message.getHeader();
    PBMParameter parameter =
        new PBMParameter(
            new DEROctetString(new byte[16]),
            new AlgorithmIdentifier(SHA256),
            new ASN1Integer(count),
            new AlgorithmIdentifier(HMAC_SHA256));
    PKIHeaderBuilder builder =
        new PKIHeaderBuilder(2, header.getSender(), header.getRecipient())
            .setMessageTime(header.getMessageTime())
            .setSenderKID(header.getSenderKID())
            .setTransactionID(
                new DEROctetString(
                    BigInteger.valueOf(System.nanoTime())
                        .multiply(BigInteger.TWO.pow(64))
                        .toByteArray()))
            .setSenderNonce(header.getSenderNonce())
            .setProtectionAlg(new AlgorithmIdentifier(PBM, parameter));
    return new PKIMessage(builder.build(), message.getBody(), message.getProtection()).getEncoded();
  }

  private static int bodyType(HttpResponse<byte[]> answer) {
    return PKIMessage.getInstance(answer.body()).getBody().getType();
  }

  private static int failInfo(HttpResponse<byte[]> answer) {
    PKIBody body = PKIMessage.getInstance(answer.body()).getBody();
    return new PKIFailureInfo(
            ErrorMsgContent.getInstance(body.getContent()).getPKIStatusInfo().getFailInfo())
        .intValue();
  }

  /** A CMP error with 200, or a 4xx; never a 5xx, never the inside of the server. */
  private static void assertClear(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isBetween(200, 499);
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("Exception", "\tat ", "org.vouchseal");
  }

  private HttpResponse<byte[]> post(byte[] body) {
    return send("POST", "application/pkixcmp", body);
  }

  private HttpResponse<byte[]> send(String method, String type, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.publicUrl() + "/.well-known/cmp/p/signing"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sequence(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(0x30);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
