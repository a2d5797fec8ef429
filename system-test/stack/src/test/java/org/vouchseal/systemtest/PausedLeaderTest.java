package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The node that holds the lease of revocation lists is stopped with a signed list in its hands, for
 * longer than the lease, and goes on afterwards as if nothing had been.
 */
@Tag("stack")
@Tag("long")
class PausedLeaderTest {

  /** The first lists of two CAs, and one revocation. */
  private static final String POINT = "pause@crl.before-publish:3";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LEASE = Duration.ofSeconds(60);

  @Test
  void otherNodeTakesOver_andTheOldLeadersListIsNotPublished() throws Exception {
    try (TwoNodes two = TwoNodes.started("paused-leader-var", "--drill", POINT)) {
      Journey.Sight sight = new Journey.Sight();
      X509CertificateHolder revoked = revokedUntilSomebodyPauses(two, sight);
      Stack.Node paused = paused(two).orElseThrow();
      long lists = two.database().number("SELECT COUNT(*) FROM issuing.crl");
      int published = published(two, paused);
      long begun = System.nanoTime();

      TwoNodes.await("the proxy to pass it over", Duration.ofSeconds(25), () -> passesOver(two));
      Duration passedOver = since(begun);

      // certificates and revocations go on at the other node
      Journey whileAway = journey(two, sight);
      X509CertificateHolder second = whileAway.sign();
      whileAway.revoke();
      TwoNodes.await(
          "a list of the other node",
          LEASE.plusSeconds(40),
          () -> lists(two, revoked) && lists(two, second));
      Duration listed = since(begun);
      assertThat(TwoNodes.isStopped(paused.pid())).isTrue();

      TwoNodes.signal(paused.pid(), "CONT");
      TwoNodes.await(
          "the old leader",
          Duration.ofSeconds(30),
          () -> RawHttp.get(paused.port(), "/health").status() == 200);
      Applicant.sleep(Duration.ofSeconds(5));
      System.out.printf(
          "paused %s: passed over after %d ms, the list was there after %d ms%n",
          paused.name(), passedOver.toMillis(), listed.toMillis());

      assertThat(published(two, paused)).as("lists of the old leader").isEqualTo(published);
      assertThat(two.database().number("SELECT COUNT(*) FROM issuing.crl")).isGreaterThan(lists);
      assertThat(
              two.database()
                  .rows(
                      "SELECT b.crl_number FROM issuing.crl a JOIN issuing.crl b ON a.issuer ="
                          + " b.issuer AND a.id < b.id WHERE a.crl_number >= b.crl_number"
                          + " OR a.fence > b.fence"))
          .as("lists that an older holder put after a newer one's")
          .isEmpty();
      assertThat(lists(two, revoked) && lists(two, second)).isTrue();
      two.mustBeSound(sight, 0);
    }
  }

  /** Four requests in turn, each answered at once. */
  private static boolean passesOver(TwoNodes two) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(two.stack().publicUrl() + "/pki/root.cer"))
            .timeout(Duration.ofSeconds(1))
            .build();
    try {
      for (int i = 0; i < 4; i++) {
        HTTP.send(request, HttpResponse.BodyHandlers.discarding());
      }
      return true;
    } catch (IOException late) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Gives the certificate whose revocation is on the list that was not published. */
  private static X509CertificateHolder revokedUntilSomebodyPauses(
      TwoNodes two, Journey.Sight sight) {
    for (int i = 0; i < 6; i++) {
      Journey journey = journey(two, sight);
      X509CertificateHolder certificate = journey.sign();
      journey.revoke();
      TwoNodes.await(
          "a list or a pause",
          Duration.ofSeconds(30),
          () -> paused(two).isPresent() || lists(two, certificate));
      if (paused(two).isPresent()) {
        return certificate;
      }
    }
    throw new AssertionError("nobody reached " + POINT);
  }

  private static Journey journey(TwoNodes two, Journey.Sight sight) {
    return new Journey(two.stack(), new Applicant(two.stack()).provesFreshMailbox(), sight);
  }

  private static Optional<Stack.Node> paused(TwoNodes two) {
    return two.stack().nodes().stream().filter(node -> TwoNodes.isStopped(node.pid())).findFirst();
  }

  /** Whether the newest list in the database carries it; a paused node may not be asked. */
  private static boolean lists(TwoNodes two, X509CertificateHolder certificate) {
    Optional<Stack.Node> awake =
        two.stack().nodes().stream().filter(node -> !TwoNodes.isStopped(node.pid())).findFirst();
    byte[] list =
        RawHttp.get(awake.orElseThrow().port(), "/pki/smime.crl")
            .body()
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));
      return crl.getRevokedCertificate(certificate.getSerialNumber()) != null;
    } catch (CertificateException | CRLException e) {
      throw new AssertionError("no list", e);
    }
  }

  private static int published(TwoNodes two, Stack.Node node) {
    try {
      String log = Files.readString(two.stack().var().resolve("log/" + node.name() + ".log"));
      return log.split("published list ", -1).length - 1;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
