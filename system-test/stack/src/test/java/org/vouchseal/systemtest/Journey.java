package org.vouchseal.systemtest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * One applicant from the ir to the revocation while nodes and database come and go. Each message is
 * written once; what nobody answered is sent again, octet by octet the same, until it is answered.
 */
final class Journey {

  /** What all applicants of a drill saw. */
  static final class Sight {
    private final Queue<X509CertificateHolder> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile long longestNanos;

    Queue<X509CertificateHolder> received() {
      return received;
    }

    /** Messages that were answered as they should be. */
    int answered() {
      return answered.get();
    }

    /** How often one was sent again. */
    int repeated() {
      return repeated.get();
    }

    /** The longest time from the first sending of a message to its answer. */
    Duration longest() {
      return Duration.ofNanos(longestNanos);
    }

    private synchronized void answered(long nanos) {
      answered.incrementAndGet();
      longestNanos = Math.max(longestNanos, nanos);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Stack stack;
  private final Sight sight;
  private final CmpMessages messages;

  Journey(Stack stack, Applicant.Granted granted, Sight sight) {
    this.stack = stack;
    this.sight = sight;
    this.messages = new CmpMessages(granted);
  }

  /** Both certificates, and the end of the pair. */
  void run() {
    sign();
    PKIMessage cp = exchange("encryption", messages.encryptionRequest(), PKIBody.TYPE_CERT_REP);
    sight.received.add(CmpMessages.certificate(cp));
    exchange("encryption", messages.confirmationOfEncryption(cp), PKIBody.TYPE_CONFIRM);
    revoke();
  }

  /** The signing certificate alone. */
  X509CertificateHolder sign() {
    PKIMessage ip = exchange("signing", messages.ir(), PKIBody.TYPE_INIT_REP);
    sight.received.add(CmpMessages.certificate(ip));
    exchange("signing", messages.confirmationOfSigning(ip), PKIBody.TYPE_CONFIRM);
    return CmpMessages.certificate(ip);
  }

  /** Ends the signing certificate. */
  void revoke() {
    exchange("signing", messages.revocation(), PKIBody.TYPE_REVOCATION_REP);
  }

  private PKIMessage exchange(String profile, byte[] message, int type) {
    long begun = System.nanoTime();
    String last = "";
    while (System.nanoTime() - begun < PATIENCE.toNanos()) {
      try {
        HttpResponse<byte[]> answer = send(profile, message);
        if (answer.statusCode() == 200) {
          PKIMessage answered = PKIMessage.getInstance(answer.body());
          if (answered.getBody().getType() == type) {
            sight.answered(System.nanoTime() - begun);
            return answered;
          }
          last = mayBeRepeated(answered);
        } else {
          last = unavailable(answer);
        }
      } catch (IOException noAnswer) {
        last = noAnswer.toString();
      }
      sight.repeated.incrementAndGet();
      Applicant.sleep(PAUSE);
    }
    throw new AssertionError("not answered within " + PATIENCE + "; last: " + last);
  }

  private HttpResponse<byte[]> send(String profile, byte[] message) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(stack.publicUrl() + "/.well-known/cmp/p/" + profile))
              .timeout(Duration.ofSeconds(90))
              .header("Content-Type", "application/pkixcmp")
              .POST(BodyPublishers.ofByteArray(message))
              .build(),
          BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String mayBeRepeated(PKIMessage answer) {
    String text =
        answer.getBody().getType() == PKIBody.TYPE_ERROR
            ? ErrorMsgContent.getInstance(answer.getBody().getContent())
                .getPKIStatusInfo()
                .getStatusString()
                .getStringAtUTF8(0)
                .getString()
            : "a body of type " + answer.getBody().getType();
    if (!text.contains("repeat the same")) {
      throw new AssertionError("no answer to be repeated: " + text);
    }
    return text;
  }

  private static String unavailable(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status < 502 || status > 504) {
      throw new AssertionError("answered " + status + ": " + new String(answer.body()));
    }
    return "HTTP " + status;
  }
}
