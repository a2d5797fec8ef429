package org.vouchseal.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.vouchseal.assembly.CaParts;
import org.vouchseal.assembly.RoomAccess;
import org.vouchseal.ceremony.CeremonyCommand;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.persistence.SqlTransactions;
import org.vouchseal.status.http.WebAnswer;
import org.vouchseal.status.http.WebRequest;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * A conformance CA over a real database, behind HTTP on a port of its own. It can be opened anew
 * over the same rows, as a server is that was started again.
 */
final class Ground implements AutoCloseable {

  static final String SECRET = "Only-Outside-Suites-Know-This-1";
  static final Duration WAIT = Duration.ofSeconds(3);
  private static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");
  private static final List<String> ROOMS = List.of("issuing", "keyservice", "status");

  private final Path folder;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final SecureRandom random = new SecureRandom();
  final MovableClock clock = new MovableClock();
  private volatile ConformanceCa ca;

  private Ground(Path folder) throws IOException {
    this.folder = folder;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** Founded by the real ceremony, with nothing issued yet. */
  static Ground founded(Path folder) {
    try {
      ROOMS.forEach(TestDatabase.shared()::clean);
      Ground ground = new Ground(folder);
      ground.performCeremony();
      ground.open(SECRET);
      ground.serve();
      return ground;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a server that starts, with that secret in its file. */
  void open(String secret) {
    ca =
        ConformanceCa.assemble(
            new CaParts(
                access("issuing"),
                access("keyservice"),
                access("status"),
                PROVIDERS,
                directory(),
                clock,
                random,
                HaltPoint.NONE,
                "test",
                HexFormat.of().toHexDigits(random.nextInt()),
                ConformanceCa.ISSUING,
                ConformanceCa.KEY_SERVICE,
                "issuing"),
            token("ra"),
            MacSecret.of(secret.getBytes(StandardCharsets.US_ASCII)),
            WAIT);
  }

  /** Runs every job once. */
  void runDue() {
    for (Job job : ca.jobs()) {
      boolean unusedMore = job.work().getAsBoolean();
    }
  }

  ConformanceCa ca() {
    return ca;
  }

  PkiDirectory directory() {
    return PkiDirectory.open(folder.resolve("pki"));
  }

  String hostAndPort() {
    return "localhost:" + http.getAddress().getPort();
  }

  /** Posts octets without HTTP in between. */
  byte[] post(byte[] message) {
    CmpHttpResponse answer =
        ca.cmp()
            .respond(
                new CmpHttpRequest(
                    "POST",
                    "",
                    Optional.of("application/pkixcmp"),
                    new java.io.ByteArrayInputStream(message),
                    ClientAddress.parse("127.0.0.1")));
    return answer.body();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void serve() {
    http.createContext(
        "/.well-known/cmp/p/conformance",
        exchange -> cmp(exchange, "/.well-known/cmp/p/conformance", ca.cmp()));
    http.createContext(
        "/.well-known/cmp/p/conformance-waiting",
        exchange -> cmp(exchange, "/.well-known/cmp/p/conformance-waiting", ca.waiting()));
    http.createContext(
        "/pki/conformance-",
        exchange ->
            send(exchange, ca.downloads().respond(asked(exchange, "/pki/conformance-", "/pki/"))));
    http.createContext(
        "/ocsp/conformance",
        exchange ->
            send(exchange, ca.ocsp().respond(asked(exchange, "/ocsp/conformance", "/ocsp"))));
    http.setExecutor(threads);
    http.start();
  }

  private static void cmp(HttpExchange exchange, String address, CmpResponder door)
      throws IOException {
    CmpHttpResponse answer =
        door.respond(
            new CmpHttpRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath().substring(address.length()),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                exchange.getRequestBody(),
                Optional.of(ClientAddress.of(exchange.getRemoteAddress().getAddress()))));
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  private static WebRequest asked(HttpExchange exchange, String address, String inside) {
    return new WebRequest(
        exchange.getRequestMethod(),
        inside + exchange.getRequestURI().getRawPath().substring(address.length()),
        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
        exchange.getRequestBody());
  }

  private static void send(HttpExchange exchange, WebAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  private RoomAccess access(String room) {
    return new RoomAccess(new SqlTransactions(TestDatabase.shared().appUser(room)), token(room));
  }

  private Token token(String name) {
    return SoftwareToken.open(
        folder.resolve("tokens").resolve(name + ".p12"),
        folder.resolve("secrets").resolve(name + "-token"),
        PROVIDERS,
        random);
  }

  private void performCeremony() throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    for (String token : List.of("root", "issuing", "keyservice", "status", "ra")) {
      byte[] octets = new byte[24];
      random.nextBytes(octets);
      Path file = secrets.resolve(token + "-token");
      Files.writeString(file, HexFormat.of().formatHex(octets));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Path plan = folder.resolve("ceremony.yaml");
    try (InputStream standard =
        Objects.requireNonNull(
            CeremonyCommand.class.getResourceAsStream(CeremonyCommand.STANDARD_PLAN))) {
      String named = "name: conformance\n" + new String(standard.readAllBytes(), UTF_8);
      Files.writeString(plan, named);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(CeremonyCommand.class.getName());
    command.addAll(List.of("--plan", plan.toString(), "--pki"));
    command.addAll(List.of(folder.resolve("pki").toString(), "--tokens"));
    command.addAll(List.of(folder.resolve("tokens").toString(), "--secrets", secrets.toString()));
    command.addAll(List.of("--public-url", "http://" + hostAndPort()));
    new Programs(folder).run(command).mustSucceed();
  }
}
