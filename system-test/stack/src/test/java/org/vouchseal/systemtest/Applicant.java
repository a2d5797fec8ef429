package org.vouchseal.systemtest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who proves a mailbox over REST, as any outside client would: the code is read from the
 * mail that the stack caught.
 */
final class Applicant {

  /** What the mailbox proof gave: all that a CMP client needs. */
  record Granted(
      String enrolment,
      String token,
      String mailbox,
      String url,
      String reference,
      String secret,
      String subject,
      List<String> trustAnchors) {

    /** {@code /CN=…}, the form of openssl. */
    String opensslSubject() {
      return "/" + subject;
    }
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Stack stack;
  private final String address;

  Applicant(Stack stack) {
    this(stack, null);
  }

  /**
   * Somebody at another address: limits count him by himself.
   *
   * @param address as a proxy on this machine says it; null for our own
   */
  Applicant(Stack stack, String address) {
    this.stack = stack;
    this.address = address;
  }

  /** A mailbox nobody used before, each in a domain of its own so that no rate limit is shared. */
  static String freshMailbox() {
    int number = NUMBER.incrementAndGet();
    return "person" + number + "@d" + ProcessHandle.current().pid() + "-" + number + ".example";
  }

  Granted provesFreshMailbox() {
    return proves(freshMailbox());
  }

  Granted proves(String mailbox) {
    Set<Path> before = mails();
    JsonObject begun =
        post(
            "/api/v1/enrolments",
            null,
            Json.createObjectBuilder()
                .add("mailbox", mailbox)
                .add("tier", "V1")
                .add("claims", Json.createObjectBuilder())
                .add("language", "en")
                .build(),
            201);
    String id = begun.getString("id");
    String token = begun.getString("token");
    return prove(id, token, mailbox, codeMailedTo(mailbox, before));
  }

  Granted prove(String id, String token, String mailbox, String code) {
    JsonObject proved =
        post(
            "/api/v1/enrolments/" + id + "/mailbox-proof",
            token,
            Json.createObjectBuilder().add("code", code).build(),
            200);
    JsonObject cmp = proved.getJsonObject("cmp");
    return new Granted(
        id,
        token,
        mailbox,
        cmp.getString("url"),
        cmp.getString("reference"),
        cmp.getString("secret"),
        cmp.getString("subject"),
        proved.getJsonArray("trustAnchors").stream()
            .map(value -> ((jakarta.json.JsonString) value).getString())
            .toList());
  }

  /** Waits for a mail that was not there before and reads its one code line. */
  String codeMailedTo(String mailbox, Set<Path> before) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      Optional<String> code = newMailTo(mailbox, before).flatMap(Applicant::code);
      if (code.isPresent()) {
        return code.get();
      }
      sleep(Duration.ofMillis(100));
    }
    throw new AssertionError("no mail with a code came for " + mailbox);
  }

  private Optional<String> newMailTo(String mailbox, Set<Path> before) {
    return mails().stream()
        .filter(path -> !before.contains(path))
        .sorted(Comparator.reverseOrder())
        .map(Applicant::read)
        .filter(mail -> mail.contains("To: " + mailbox) || mail.contains("To: <" + mailbox))
        .filter(mail -> code(mail).isPresent())
        .findFirst();
  }

  private Set<Path> mails() {
    try (Stream<Path> mails = Files.list(stack.mail())) {
      return mails
          .filter(path -> path.toString().endsWith(".eml"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> code(String mail) {
    return mail.lines()
        .filter(l -> l.startsWith("Code: "))
        .map(l -> l.substring(6).strip())
        .findFirst();
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject post(String path, String token, JsonObject body, int expected) {
    HttpResponse<String> answer = send(path, token, body.toString());
    if (answer.statusCode() != expected) {
      throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return Json.createReader(new StringReader(answer.body())).readObject();
  }

  HttpResponse<String> send(String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.publicUrl() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Enrolment " + token);
    }
    if (address != null) {
      request.header("X-Forwarded-For", address);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
