package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CMP-15: who sends half a body and no more takes nothing from those who send whole ones. */
@Tag("stack")
class ClientsSendingSlowlyTest {

  private static final int SLOW = 500;
  private static final int HONEST = 300;
  private static final Duration SLACK = Duration.ofMillis(300);

  /** Sixteen in each of the two WARs; Payara has 200. */
  private static final int MOST_READING = 32;

  private final Stack stack = Stack.running();
  private final int port = URI.create(stack.publicUrl()).getPort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void pause() throws InterruptedException {
    // what is left of the sockets ends before the next test measures
    Thread.sleep(1_000);
  }

  @Test
  void fiveHundredHalfSentBodies_holdNoThreadsAndDelayNobody() throws Exception {
    List<Duration> unusedWarm = honest();
    Duration quiet = ninetyNinth(honest());

    Duration beside;
    long threads;
    List<Integer> early;
    List<Integer> late = new ArrayList<>();
    long begin = System.nanoTime();
    try (SlowSenders slow = SlowSenders.begin(port, SLOW)) {
      Thread.sleep(500);
      threads = readingThreads();
      beside = ninetyNinth(honest());
      assertThat(since(begin))
          .as("measured while they were open")
          .isLessThan(Duration.ofSeconds(10));
      early = slow.statuses();
      for (int i = 0; i < SLOW; i++) {
        late.add(early.get(i));
      }
      while (since(begin).compareTo(Duration.ofSeconds(25)) < 0 && late.contains(0)) {
        Thread.sleep(500);
        List<Integer> now = slow.statuses();
        for (int i = 0; i < SLOW; i++) {
          late.set(i, late.get(i) == 0 ? now.get(i) : late.get(i));
        }
      }
    }
    System.out.println(
        "honest p99 quiet "
            + quiet.toMillis()
            + " ms, beside "
            + SLOW
            + " slow senders "
            + beside.toMillis()
            + " ms; "
            + threads
            + " threads read");

    assertThat(beside).isLessThan(quiet.multipliedBy(3).plus(SLACK));
    assertThat(threads).isLessThanOrEqualTo(MOST_READING);
    assertThat(early).as("503 where a path is not plain").containsOnly(0, 503);
    assertThat(late.stream().filter(status -> status == 0).count())
        .as("answered within 25 s")
        .isZero();
    // the interface answers a body that broke off by 400
    assertThat(late).containsOnly(408, 400, 503);
  }

  @Test
  void slowBodiesOfAnotherMethod_holdNoThreadsEither() throws Exception {
    JsonObject enrolment = newEnrolment();
    SlowSenders.Half put =
        new SlowSenders.Half(
            "PUT /api/v1/enrolments/" + enrolment.getString("id") + "/directory",
            "application/json\r\nAuthorization: Enrolment " + enrolment.getString("token"),
            false);
    try (SlowSenders unused = SlowSenders.begin(port, 300, List.of(put))) {
      Thread.sleep(500);
      assertThat(readingThreads()).isLessThanOrEqualTo(MOST_READING);
    }
  }

  /** Payara lets both in and goes by the chunks (RFC 9112 §6.3). */
  @Test
  void bodiesWithALengthBesideTheirChunks_holdNoThreadsEither() throws Exception {
    List<SlowSenders.Half> halves =
        List.of(
            SlowSenders.Half.twoLengths("/ocsp", "application/ocsp-request"),
            SlowSenders.Half.twoLengths("/.well-known/cmp/p/signing", "application/pkixcmp"),
            SlowSenders.Half.twoLengths("/api/v1/enrolments", "application/json"));
    try (SlowSenders unused = SlowSenders.begin(port, 300, halves)) {
      Thread.sleep(500);
      assertThat(readingThreads()).isLessThanOrEqualTo(MOST_READING);
    }
  }

  private JsonObject newEnrolment() throws IOException, InterruptedException {
    String answer =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/enrolments"))
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"mailbox\":\"slow@example.com\",\"tier\":\"V1\","
                                + "\"claims\":{},\"language\":\"en\"}"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return Json.createReader(new StringReader(answer)).readObject();
  }

  @Test
  void bodiesOfEveryFraming_areReadWhole() {
    String body = "0".repeat(400);
    for (String path : new String[] {"/.well-known/cmp/p/signing", "/.well-known/cmp"}) {
      for (RawBody.Framing framing : RawBody.Framing.values()) {
        for (int pieces : new int[] {1, 2, 5}) {
          RawBody.Answer answer =
              RawBody.post(port, path, "application/pkixcmp", body, framing, pieces);
          assertThat(answer.status()).as(path + " " + framing + " " + pieces).isEqualTo(400);
          assertThat(answer.text()).contains("octet");
        }
      }
    }
  }

  @Test
  void bodiesBeyondTheLimit_areTooLargeInEveryFraming() {
    String body = "0".repeat(64 * 1024 + 1);
    for (RawBody.Framing framing : RawBody.Framing.values()) {
      assertThat(
              RawBody.post(
                      port, "/.well-known/cmp/p/signing", "application/pkixcmp", body, framing, 3)
                  .status())
          .as(framing.toString())
          .isEqualTo(413);
      assertThat(RawBody.post(port, "/ocsp", "application/ocsp-request", body, framing, 3).status())
          .as(framing.toString())
          .isEqualTo(413);
      assertThat(
              RawBody.post(port, "/.well-known/cmp/nested", "application/pkixcmp", body, framing, 3)
                  .status())
          .as(framing.toString())
          .isEqualTo(400);
      assertThat(
              RawBody.post(
                      port,
                      "/.well-known/cmp/nested",
                      "application/pkixcmp",
                      body.repeat(4),
                      framing,
                      3)
                  .status())
          .as(framing.toString())
          .isEqualTo(413);
      assertThat(
              RawBody.post(port, "/api/v1/enrolments", "application/json", body, framing, 3)
                  .status())
          .as(framing.toString())
          .isEqualTo(413);
    }
  }

  private List<Duration> honest() throws IOException, InterruptedException {
    List<Duration> all = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      long begin = System.nanoTime();
      int status =
          switch (i % 3) {
            case 0 -> post("/.well-known/cmp/p/signing", "application/pkixcmp");
            case 1 -> post("/ocsp", "application/ocsp-request");
            default -> post("/api/v1/enrolments", "application/json");
          };
      all.add(since(begin));
      assertThat(status).isIn(200, 400);
    }
    return all;
  }

  private int post(String path, String type) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray("no message".getBytes(StandardCharsets.US_ASCII)))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static Duration ninetyNinth(List<Duration> all) {
    return all.stream().sorted().toList().get(all.size() * 99 / 100);
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Threads that are in the middle of reading a body, as the server's own JVM tells. */
  private long readingThreads() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(stack.nodePid()),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(all).isZero();
    assertThat(all).contains("http-thread-pool");
    return Stream.of(all.split("\n\n"))
        .filter(
            thread ->
                thread.contains("ServletInputStream.read")
                    || thread.contains("CoyoteInputStream.read"))
        .count();
  }
}
