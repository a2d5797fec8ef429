package org.vouchseal.issuing.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.persistence.EntityManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.boot.IssuingCoreParts;
import org.vouchseal.issuing.boot.RegistrarAssembly;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.crl.CrlSettings;
import org.vouchseal.issuing.http.RegistrarHttpRequest;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.issuing.registrar.RegistrarSettings;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.persistence.JpaAuditTrail;
import org.vouchseal.persistence.LocalPersistence;
import org.vouchseal.persistence.LocalTransactions;
import org.vouchseal.testdatabase.TestDatabase;

/** The issuing room over a real database, with a key service that is not real. */
final class Issuing implements AutoCloseable {

  static final List<ProfileName> ALL_PROFILES =
      List.of(
          ProfileName.SIGNING,
          ProfileName.ENCRYPTION,
          ProfileName.ENCRYPTION_COMPAT,
          ProfileName.ENCRYPTION_CLOUD);

  final TestPki pki;
  final MovableClock clock = new MovableClock();
  final SecureRandom random = new SecureRandom();
  final FakeCentralKeys keyService;
  final LocalTransactions transactions;
  final IssuingCore core;
  final RegistrarAssembly door;
  volatile HaltPoint halt = HaltPoint.NONE;

  private final EntityManagerFactory factory;
  private Optional<HttpServer> server = Optional.empty();

  Issuing(TestPki pki, boolean clean) {
    this(pki, clean, CmpSettings.DEFAULT);
  }

  Issuing(TestPki pki, boolean clean, CmpSettings cmpSettings) {
    this.pki = pki;
    if (clean) {
      TestDatabase.shared().clean("issuing");
    }
    this.keyService = new FakeCentralKeys(pki.receipt);
    this.factory = LocalPersistence.open("issuing", TestDatabase.shared().appUser("issuing"));
    this.transactions = new LocalTransactions(factory);
    JpaAuditTrail audit = new JpaAuditTrail(transactions, clock, random, "test");
    HaltPoint halting = name -> halt.reached(name);
    this.core =
        IssuingCore.assemble(
            new IssuingCoreParts(
                transactions,
                transactions,
                audit,
                pki.token,
                TestPki.PROVIDERS,
                pki.directory,
                clock,
                random,
                halting,
                "test",
                false,
                Optional.empty(),
                IssuanceSettings.DEFAULT,
                CrlSettings.DEFAULT));
    this.door =
        RegistrarAssembly.assemble(
            new RegistrarAssembly.Parts(
                transactions,
                transactions,
                pki.token,
                TestPki.PROVIDERS,
                pki.directory,
                clock,
                random,
                halting,
                audit,
                core.issuance(),
                core.certificates(),
                core.revocation(),
                keyService,
                keyService,
                RegistrarSettings.DEFAULT,
                cmpSettings));
  }

  static Issuing fresh(Path folder) {
    try {
      return new Issuing(new TestPki(Files.createTempDirectory(folder, "pki")), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts HTTP on a free port and returns {@code host:port}. */
  String serve() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/.well-known/cmp", this::cmp);
      http.setExecutor(Executors.newFixedThreadPool(4));
      http.start();
      server = Optional.of(http);
      return "127.0.0.1:" + http.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cmp(HttpExchange exchange) throws IOException {
    CmpHttpResponse answer =
        door.cmp()
            .respond(
                new CmpHttpRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().substring("/.well-known/cmp".length()),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                    exchange.getRequestBody(),
                    Optional.of(ClientAddress.of(exchange.getRemoteAddress().getAddress()))));
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  /** Runs every chore of the registrar and the CMP door once. */
  void runDue() {
    for (Job job : door.jobs()) {
      boolean unusedMore = job.work().getAsBoolean();
    }
  }

  /** Posts octets to the CMP door without HTTP in between. */
  CmpHttpResponse post(String path, byte[] body) {
    return door.cmp()
        .respond(
            new CmpHttpRequest(
                "POST",
                path,
                Optional.of("application/pkixcmp"),
                new ByteArrayInputStream(body),
                ClientAddress.parse("127.0.0.1")));
  }

  /** A secret as a registration authority makes them. */
  String freshSecret() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      text.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(random.nextInt(32)));
    }
    return text.toString();
  }

  /** An order that stands, with what the applicant was told. */
  record Enrolment(EnrolmentOrder order, String jws, String jwe, String secret) {
    String reference() {
      return order.reference().value();
    }

    String subject() {
      return "/CN=" + order.mailboxes().get(0).address();
    }
  }

  /** What an order says; tests change one thing. */
  record Wish(
      String reference,
      String owner,
      String mailbox,
      AssuranceTier tier,
      List<ProfileName> profiles,
      Optional<String> supersedes,
      Optional<byte[]> ownerProof,
      String jti) {

    Wish supersedes(String other) {
      return new Wish(
          reference, owner, mailbox, tier, profiles, Optional.of(other), ownerProof, jti + "-n");
    }

    Wish owner(String other) {
      return new Wish(reference, other, mailbox, tier, profiles, supersedes, ownerProof, jti);
    }

    Wish proof(byte[] proof) {
      return new Wish(
          reference, owner, mailbox, tier, profiles, supersedes, Optional.of(proof), jti);
    }

    Wish tier(AssuranceTier other) {
      return new Wish(reference, owner, mailbox, other, profiles, supersedes, ownerProof, jti);
    }

    Wish profiles(ProfileName... names) {
      return new Wish(reference, owner, mailbox, tier, List.of(names), supersedes, ownerProof, jti);
    }
  }

  Wish wish(String mailbox) {
    return new Wish(
        Reference.random(random).value(),
        OwnerId.random(random).value(),
        mailbox,
        AssuranceTier.V1,
        ALL_PROFILES,
        Optional.empty(),
        Optional.empty(),
        "jti-" + Reference.random(random).value());
  }

  Enrolment written(Wish wish) {
    String secret = freshSecret();
    String jwe =
        OrderWriter.secret(
            OrderWriter.secretHeader("order-decryption", wish.reference(), wish.jti()).build(),
            secret,
            pki.token.agreement(KeyPurpose.ORDER_DECRYPTION).publicKey());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean compat = wish.profiles().contains(ProfileName.ENCRYPTION_COMPAT);
    EnrolmentOrder order =
        new EnrolmentOrder(
            "main",
            wish.jti(),
            TenantId.MAIN,
            new Reference(wish.reference()),
            wish.supersedes(),
            new OwnerId(wish.owner()),
            wish.ownerProof(),
            wish.tier(),
            SubjectName.commonName(wish.mailbox()),
            List.of(Mailbox.parse(wish.mailbox())),
            wish.profiles(),
            Duration.ofDays(365),
            now.plus(Duration.ofDays(300)),
            "ab".repeat(32),
            now,
            now.plus(Duration.ofMinutes(5)),
            OrderWriter.digest(jwe),
            compat ? Optional.of(OrderWriter.digest(keyServiceCopy())) : Optional.empty());
    return new Enrolment(order, pki.ra.order(order), jwe, secret);
  }

  static String keyServiceCopy() {
    return "a.b.c.d.e";
  }

  RegistrarHttpResponse send(Enrolment enrolment) {
    String copy =
        enrolment.order().keyServiceSecretDigest().isPresent()
            ? ",\"keyServiceSecret\":\"" + keyServiceCopy() + "\""
            : "";
    return registrar(
        "POST",
        "/orders",
        "{\"order\":\""
            + enrolment.jws()
            + "\",\"secret\":\""
            + enrolment.jwe()
            + "\""
            + copy
            + "}",
        Optional.empty());
  }

  RegistrarHttpResponse registrar(
      String method, String path, String body, Optional<String> authorization) {
    return door.registrarEndpoint()
        .respond(
            new RegistrarHttpRequest(
                true,
                method,
                path,
                authorization,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
  }

  /** Orders for a mailbox; the order stands when this returns. */
  Enrolment enrolment(String mailbox) {
    Enrolment enrolment = written(wish(mailbox));
    RegistrarHttpResponse answer = send(enrolment);
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.body());
    }
    return enrolment;
  }

  RegistrarHttpResponse query(String reference) {
    long now = clock.instant().getEpochSecond();
    String jws =
        pki.ra.query(
            Map.of(
                "iss",
                "main",
                "aud",
                "vouchseal-registrar",
                "iat",
                now,
                "exp",
                now + 60,
                "reference",
                reference));
    return registrar("GET", "/orders/" + reference, "", Optional.of("Vouchseal-Query " + jws));
  }

  /** The one number that a query gives, asked as the owner of the schema. */
  long count(String sql) {
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.ifPresent(http -> http.stop(0));
    factory.close();
  }
}
